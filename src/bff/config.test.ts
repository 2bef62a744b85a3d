import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Config, parseConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Too short, too long, no base64, base64 of a URL, and nothing. */
const unfitSecrets = [
  randomBytes(23).toString('base64'),
  randomBytes(65).toString('base64'),
  `canary${'!'.repeat(32)}`,
  `whsec_${Buffer.alloc(32, 0xff).toString('base64url')}`,
  'whsec_',
]

test('without a variable set there is a default for everything', () => {
  expect(parse({})).toEqual({
    host: '127.0.0.1',
    port: 4680,
    publicUrl: new URL('http://127.0.0.1:4680'),
    signIn: { kind: 'link' },
    trustedProxies: [],
    keyringPath: join(homedir(), '.latchkey/keys/keyring.json'),
    store: { engine: 'sqlite', path: join(homedir(), '.latchkey/data/latchkey.db') },
    sandbox: false,
    logLevel: 'info',
    operatorOrigins: [],
    operatorPages: [],
    oauthClients: [],
    proxy: null,
    watchInterval: 24 * 60 * 60 * 1_000,
    webhook: null,
  })
})

test('a variable that is empty or blank is one that is not set', () => {
  const blank = Object.fromEntries(variables.map((name, index) => [name, index % 2 === 0 ? '' : '  ']))
  expect(parse(blank)).toEqual(parse({}))
})

describe('what a variable may be', () => {
  test.each<[Record<string, string>, (config: Config) => unknown, unknown]>([
    [
      { LATCHKEY_HOST: 'localhost' },
      ({ host, publicUrl }) => [host, publicUrl.origin],
      ['localhost', 'http://localhost:4680'],
    ],
    [{ LATCHKEY_HOST: '::1' }, ({ host, publicUrl }) => [host, publicUrl.origin], ['::1', 'http://[::1]:4680']],
    [{ LATCHKEY_HOST: '[::1]' }, ({ host, publicUrl }) => [host, publicUrl.origin], ['::1', 'http://[::1]:4680']],
    [{ LATCHKEY_HOST: '127.0.0.2' }, ({ publicUrl }) => publicUrl.origin, 'http://127.0.0.2:4680'],
    [{ LATCHKEY_PORT: '1' }, ({ port, publicUrl }) => [port, publicUrl.origin], [1, 'http://127.0.0.1:1']],
    [{ LATCHKEY_PORT: ' 65535 ' }, ({ port }) => port, 65_535],
    [{ LATCHKEY_PUBLIC_URL: 'https://localhost' }, ({ publicUrl }) => publicUrl.host, 'localhost'],
    [{ LATCHKEY_PUBLIC_URL: 'http://127.0.0.1:5173/' }, ({ publicUrl }) => publicUrl.host, '127.0.0.1:5173'],
    [{ LATCHKEY_HOME: '/srv/latchkey' }, ({ keyringPath }) => keyringPath, '/srv/latchkey/keys/keyring.json'],
    [{ LATCHKEY_LOG_LEVEL: 'warn' }, ({ logLevel }) => logLevel, 'warn'],
    [{ LATCHKEY_SANDBOX: '0' }, ({ sandbox }) => sandbox, false],
    [{ LATCHKEY_SANDBOX: '1' }, ({ sandbox }) => sandbox, true],
    [
      { LATCHKEY_SANDBOX: '1', LATCHKEY_HOME: '/srv/latchkey' },
      ({ keyringPath }) => keyringPath,
      '/srv/latchkey/keys/keyring.json',
    ],
    [
      { LATCHKEY_INTERCOM_API_EU: 'https://gateway.example' },
      ({ operatorOrigins }) => operatorOrigins,
      [{ connector: 'intercom', region: 'eu', origin: 'https://gateway.example' }],
    ],
    [
      { LATCHKEY_INTERCOM_API_US: 'http://127.0.0.1:9000/' },
      ({ operatorOrigins }) => operatorOrigins,
      [{ connector: 'intercom', region: 'us', origin: 'http://127.0.0.1:9000' }],
    ],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, ({ proxy }) => proxy, { url: new URL('http://proxy:3128'), except: '' }],
    [
      { HTTPS_PROXY: 'http://not-this', https_proxy: 'https://u:p%40@proxy', NO_PROXY: 'a,b', no_proxy: 'c' },
      ({ proxy }) => proxy,
      { url: new URL('https://u:p%40@proxy'), except: 'c' },
    ],
    [{ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'a' }, ({ proxy }) => proxy, null],
    [{ LATCHKEY_INTERCOM_API_AU: 'http://[::1]:9000' }, ({ operatorOrigins }) => operatorOrigins.length, 1],
    [{ LATCHKEY_WATCH_HOURS: '0' }, ({ watchInterval }) => watchInterval, 0],
    [{ LATCHKEY_WATCH_HOURS: '1' }, ({ watchInterval }) => watchInterval, 3_600_000],
    [{ LATCHKEY_WATCH_HOURS: '720' }, ({ watchInterval }) => watchInterval, 720 * 3_600_000],
  ])('%j', (environment, read, expected) => {
    expect(read(parse(environment))).toEqual(expected)
  })
})

describe('what a variable may not be: one line says so, names it, and repeats nothing of it', () => {
  test.each<[string, string[]]>([
    ['LATCHKEY_HOST', ['example.org', '127.0.0.1:4680', '127.1', '0x7f000001', '*']],
    ['LATCHKEY_PORT', ['0', '65536', '-1', '1.5', '0x50', '1e3', 'http', '000080']],
    [
      'LATCHKEY_PUBLIC_URL',
      ['latchkey', 'http://127.0.0.1/latchkey', 'ftp://127.0.0.1', 'http://canary@127.0.0.1', 'https://a.example?b'],
    ],
    ['LATCHKEY_SANDBOX', ['true', 'yes', '2']],
    ['LATCHKEY_LOG_LEVEL', ['loud', 'INFO', '30']],
    [
      'LATCHKEY_DATABASE_URL',
      ['latchkey', 'mysql://canary@db/latchkey', 'postgres://canary@db', 'postgres://canary@db/'],
    ],
    ['LATCHKEY_DATABASE_PASSWORD_FILE', [join(folder, 'none'), folder]],
    [
      'LATCHKEY_INTERCOM_API_US',
      [
        'gateway',
        'http://gateway.example',
        'https://gateway.example/v1',
        'https://canary@gateway.example',
        'https://gateway.example?a',
        'ftp://gateway.example',
      ],
    ],
    ['HTTPS_PROXY', ['not-a-url', 'ftp://u:canary@proxy', 'socks5://proxy', 'http://u:canary%zz@proxy', 'proxy:3128']],
    ['https_proxy', ['http://']],
    ['LATCHKEY_INTERCOM_API_EU', ['http://127.0.0.1.example.org', 'http://10.0.0.1']],
    ['LATCHKEY_INTERCOM_API_AU', ['https://gateway.example#a', 'file:///etc/passwd']],
    ['LATCHKEY_INTERCOM_PAGES_US', ['http://app.example', 'https://app.example/oauth']],
    ['LATCHKEY_INTERCOM_CLIENT_ID', ['two words', 'ümlaut', 'x'.repeat(201)]],
    [
      'LATCHKEY_INTERCOM_CLIENT_SECRET_FILE',
      [join(folder, 'none'), writeSecret('empty', '\n'), writeSecret('lines', 'canary\ncanary')],
    ],
    ['LATCHKEY_WATCH_HOURS', ['721', '-1', '0.5', '1e2', '24h', 'daily', '0x18']],
    [
      'LATCHKEY_WEBHOOK_URL',
      [
        'hooks',
        'http://hooks.example',
        'https://u:canary@hooks.example',
        'https://hooks.example/#canary',
        'ftp://[::1]',
      ],
    ],
    [
      'LATCHKEY_WEBHOOK_SECRET_FILE',
      [join(folder, 'none'), folder, ...unfitSecrets.map((text, index) => writeSecret(`unfit-${index}`, text))],
    ],
  ])('%s', (name, values) => {
    for (const value of values) {
      const lines = parseConfig({ [name]: value })
      expect(lines, value).toEqual([expect.stringMatching(new RegExp(`^${name} must be .+\\.$`, 'u'))])
      expect(JSON.stringify(lines)).not.toContain('canary')
    }
  })
})

test('everything that is wrong is said at once', () => {
  const wrong = parseConfig({ LATCHKEY_HOST: 'x', LATCHKEY_PORT: 'x', LATCHKEY_SANDBOX: 'x' })
  expect(wrong).toHaveLength(3)
})

test('the sandbox has a home of its own, since what it accepts is worth nothing elsewhere', () => {
  const { keyringPath, store } = parse({ LATCHKEY_SANDBOX: '1' })
  expect(keyringPath).toBe(join(homedir(), '.latchkey/sandbox/keys/keyring.json'))
  expect(store).toEqual({ engine: 'sqlite', path: join(homedir(), '.latchkey/sandbox/data/latchkey.db') })
})

test('a password comes out of its file whole, whatever it holds, without the line’s end', () => {
  const password = 'p@ss/w:rd ?#%ü'
  const file = join(folder, 'password')
  writeFileSync(file, `${password}\n`)
  const { store } = parse({
    LATCHKEY_DATABASE_URL: 'postgresql://latchkey@db.example:5433/latchkey',
    LATCHKEY_DATABASE_PASSWORD_FILE: file,
  })
  if (store.engine !== 'postgres') throw new Error('Not PostgreSQL')
  expect(decodeURIComponent(store.url.password)).toBe(password)
  expect([store.url.host, store.url.pathname]).toEqual(['db.example:5433', '/latchkey'])
})

describe('an OAuth client', () => {
  const secret = randomBytes(20).toString('hex')
  const set = () => ({
    LATCHKEY_INTERCOM_CLIENT_ID: 'b5c7',
    LATCHKEY_INTERCOM_CLIENT_SECRET_FILE: writeSecret('client', `${secret}\n`),
  })

  test('is what Latchkey is called at the provider, with a secret that does not print', () => {
    const config = parse({ ...set(), LATCHKEY_PUBLIC_URL: 'https://localhost' })
    expect(config.oauthClients).toMatchObject([{ connector: 'intercom', clientId: 'b5c7' }])
    expect(config.oauthClients[0]?.clientSecret.reveal()).toBe(secret)
    expect(JSON.stringify(config)).not.toContain(secret)
  })

  test.each(['LATCHKEY_INTERCOM_CLIENT_ID', 'LATCHKEY_INTERCOM_CLIENT_SECRET_FILE'])(
    'without %s is said in a line that names it',
    (missing) => {
      expect(parseConfig({ ...set(), [missing]: '' })).toEqual([
        expect.stringMatching(new RegExp(`^${missing} must be set as well`, 'u')),
      ])
    },
  )

  test('needs an https origin to be sent back to, unless this machine plays the provider’s pages', () => {
    expect(parseConfig(set())).toEqual([
      expect.stringMatching(/^LATCHKEY_PUBLIC_URL must be an https origin: Intercom/u),
    ])
    const pages = Object.fromEntries(
      ['US', 'EU', 'AU'].map((region) => [`LATCHKEY_INTERCOM_PAGES_${region}`, 'http://127.0.0.1:9000']),
    )
    expect(parse({ ...set(), ...pages }).operatorPages).toHaveLength(3)
    expect(parseConfig({ ...set(), LATCHKEY_INTERCOM_PAGES_US: 'https://app.example' })).toHaveLength(1)
  })
})

describe('a webhook', () => {
  test.each([
    ['https://hooks.example/latchkey?team=data', 'whsec_', 24],
    ['http://127.0.0.1:9000', '', 64],
    ['http://[::1]/hook', 'whsec_', 32],
  ])('goes to %s, signed with what the file holds', (url, prefix, length) => {
    const text = prefix + randomBytes(length).toString('base64')
    const { webhook } = parse({
      LATCHKEY_WEBHOOK_URL: url,
      LATCHKEY_WEBHOOK_SECRET_FILE: writeSecret('fit', `${text}\n`),
    })
    expect(webhook?.url).toEqual(new URL(url))
    expect(webhook?.secret.reveal()).toBe(text)
    expect(JSON.stringify(webhook)).not.toContain(text)
  })

  test('without its secret, and a secret without a webhook, is said in a line that names what is missing', () => {
    const file = writeSecret('alone', randomBytes(32).toString('base64'))
    const one = parseConfig({ LATCHKEY_WEBHOOK_URL: 'https://hooks.example' })
    const other = parseConfig({ LATCHKEY_WEBHOOK_SECRET_FILE: file })
    expect(one).toEqual([expect.stringMatching(/^LATCHKEY_WEBHOOK_SECRET_FILE must be set as well/u)])
    expect(other).toEqual([expect.stringMatching(/^LATCHKEY_WEBHOOK_URL must be set as well/u)])
  })
})

const variables = [
  'LATCHKEY_HOST',
  'LATCHKEY_PORT',
  'LATCHKEY_PUBLIC_URL',
  'LATCHKEY_HOME',
  'LATCHKEY_DATABASE_URL',
  'LATCHKEY_DATABASE_PASSWORD_FILE',
  'LATCHKEY_SANDBOX',
  'LATCHKEY_LOG_LEVEL',
  'LATCHKEY_INTERCOM_API_US',
  'LATCHKEY_INTERCOM_API_EU',
  'LATCHKEY_INTERCOM_API_AU',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'LATCHKEY_WATCH_HOURS',
  'LATCHKEY_WEBHOOK_URL',
  'LATCHKEY_WEBHOOK_SECRET_FILE',
  'LATCHKEY_INTERCOM_PAGES_US',
  'LATCHKEY_INTERCOM_PAGES_EU',
  'LATCHKEY_INTERCOM_PAGES_AU',
  'LATCHKEY_INTERCOM_CLIENT_ID',
  'LATCHKEY_INTERCOM_CLIENT_SECRET_FILE',
]

function writeSecret(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function parse(environment: Record<string, string>): Config {
  const config = parseConfig(environment)
  if (Array.isArray(config)) throw new Error(config.join('\n'))
  return config
}
