import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Config, parseConfig } from '../config.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-sign-in-'))
afterAll(() => rmSync(folder, { recursive: true }))

const openid = { LATCHKEY_OPENID_ISSUER: 'https://id.example', LATCHKEY_OPENID_CLIENT_ID: 'latchkey' }
const team = {
  LATCHKEY_HOST: '0.0.0.0',
  LATCHKEY_PUBLIC_URL: 'https://latchkey.example',
  LATCHKEY_TRUSTED_PROXIES: '10.0.0.0/8',
  ...openid,
}

test.each<[string, Record<string, string>, string]>([
  ['by the link on this machine', {}, 'link'],
  ['by the link, under another name of this machine', { LATCHKEY_PUBLIC_URL: 'http://localhost:5173' }, 'link'],
  ['not at all where the sandbox runs on this machine', { LATCHKEY_SANDBOX: '1' }, 'none'],
  ['at an OpenID provider where there is one, on this machine as well', openid, 'openid'],
  ['there with the sandbox, too', { ...openid, LATCHKEY_SANDBOX: '1' }, 'openid'],
  ['there off it', team, 'openid'],
])('people sign in %s', (_, environment, kind) => {
  expect(parse(environment).signIn.kind).toBe(kind)
})

test('an OpenID provider has defaults for all but where it is and what Latchkey is called there', () => {
  expect(parse(openid).signIn).toEqual({
    kind: 'openid',
    issuer: new URL('https://id.example'),
    clientId: 'latchkey',
    clientSecret: null,
    scope: 'openid profile email',
    tenantClaim: null,
    rolesClaim: 'roles',
    adminRole: 'latchkey-admin',
    teamsClaim: 'groups',
  })
})

test('all of it can be said otherwise, and the secret comes from a file', () => {
  const secret = crypto.randomUUID()
  const { signIn } = parse({
    LATCHKEY_OPENID_ISSUER: 'http://127.0.0.1:9000/realms/a',
    LATCHKEY_OPENID_CLIENT_ID: 'latchkey',
    LATCHKEY_OPENID_CLIENT_SECRET_FILE: write('secret', `${secret}\n`),
    LATCHKEY_OPENID_SCOPE: 'openid  groups',
    LATCHKEY_OPENID_TENANT_CLAIM: 'org',
    LATCHKEY_OPENID_ROLES_CLAIM: 'https://a.example/roles',
    LATCHKEY_OPENID_ADMIN_ROLE: 'admin',
    LATCHKEY_OPENID_TEAMS_CLAIM: 'teams',
  })
  if (signIn.kind !== 'openid') throw new Error('Not OpenID')
  expect(signIn.clientSecret?.reveal()).toBe(secret)
  expect(JSON.stringify(signIn)).not.toContain(secret)
  expect(signIn).toMatchObject({
    issuer: new URL('http://127.0.0.1:9000/realms/a'),
    scope: 'openid groups',
    tenantClaim: 'org',
    rolesClaim: 'https://a.example/roles',
    adminRole: 'admin',
    teamsClaim: 'teams',
  })
})

describe('off this machine a line is said for each thing that is missing', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['everything', { LATCHKEY_HOST: '0.0.0.0' }, ['PUBLIC_URL', 'OPENID_ISSUER', 'TRUSTED_PROXIES']],
    ['everything but a name', { LATCHKEY_PUBLIC_URL: 'https://a.example' }, ['OPENID_ISSUER', 'TRUSTED_PROXIES']],
    ['TLS', { ...team, LATCHKEY_PUBLIC_URL: 'http://latchkey.example' }, ['PUBLIC_URL']],
    ['a proxy', { ...team, LATCHKEY_TRUSTED_PROXIES: '' }, ['TRUSTED_PROXIES']],
    ['a name', { ...team, LATCHKEY_PUBLIC_URL: '' }, ['PUBLIC_URL']],
    [
      'OpenID, though the sandbox runs',
      { LATCHKEY_HOST: '::', LATCHKEY_SANDBOX: '1' },
      ['PUBLIC_URL', 'OPENID_ISSUER', 'TRUSTED_PROXIES'],
    ],
  ])('%s', (_, environment, names) => {
    expect(parseConfig(environment)).toEqual(
      names.map((name) => expect.stringMatching(new RegExp(`^LATCHKEY_${name} must .+ TLS\\.$`, 'u'))),
    )
  })
})

describe('what belongs together is asked for together', () => {
  test.each<[string, Record<string, string>]>([
    ['CLIENT_ID', { LATCHKEY_OPENID_ISSUER: 'https://id.example' }],
    ['ISSUER', { LATCHKEY_OPENID_CLIENT_ID: 'latchkey' }],
    ['ISSUER', { LATCHKEY_OPENID_CLIENT_SECRET_FILE: write('alone', crypto.randomUUID()) }],
  ])('%s', (name, environment) => {
    expect(parseConfig(environment)).toEqual([expect.stringMatching(`^LATCHKEY_OPENID_${name} must be set as well`)])
  })
})

describe('what a variable may not be', () => {
  test.each<[string, string[]]>([
    [
      'LATCHKEY_OPENID_ISSUER',
      [
        'id',
        'http://id.example',
        'https://u:canary@id.example',
        'https://id.example?canary',
        'https://id.example#canary',
      ],
    ],
    ['LATCHKEY_OPENID_CLIENT_SECRET_FILE', [join(folder, 'none'), folder, write('empty', '\n')]],
    ['LATCHKEY_OPENID_SCOPE', ['profile', 'openid "canary"', 'openid\tprofile']],
    [
      'LATCHKEY_TRUSTED_PROXIES',
      ['canary', '10.0.0.0/33', '10.0.0.1,', '10.0.0.1 10.0.0.2', '10.1', 'proxy.example', '10.0.0.0/8/8'],
    ],
  ])('%s', (name, values) => {
    for (const value of values) {
      const lines = parseConfig({ ...openid, [name]: value })
      expect(lines, value).toEqual([expect.stringMatching(new RegExp(`^${name} must be .+\\.$`, 'u'))])
      expect(JSON.stringify(lines)).not.toContain('canary')
    }
  })
})

function write(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function parse(environment: Record<string, string>): Config {
  const config = parseConfig(environment)
  if (Array.isArray(config)) throw new Error(config.join('\n'))
  return config
}
