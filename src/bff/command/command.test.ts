import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { createDataPlaneKeys } from '../access/data-plane-keys.ts'
import { createHostKeys } from '../access/host-keys.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { toEnvironment } from '../fixture/process.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { makeKeyText } from '../key/key-text.ts'
import { noteKeyUse } from '../store/data-plane-keys.ts'
import { openStore, type Store } from '../store/database.ts'
import { runCommand } from './command.ts'

const NOW = new Date('2026-03-04T05:06:07.890Z')
const clock = (): Date => NOW
const words = ['keys', 'create', '--connector', 'intercom', '--name']

interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Within this process. */
async function run(environment: Record<string, string>, ...args: string[]): Promise<Outcome> {
  const outcome = { code: 0, stdout: '', stderr: '' }
  const collect = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write(chunk, _, done) {
        outcome[name] += String(chunk)
        done()
      },
    })
  const streams = { stdout: collect('stdout'), stderr: collect('stderr') }
  outcome.code = await runCommand(args, { environment, clock, ...streams })
  return outcome
}

/** As the script runs it, with nothing of the test's own but the PATH. */
async function start(environment: Record<string, string>, ...args: string[]): Promise<Outcome> {
  const env = { PATH: process.env['PATH'], ...environment }
  const main = join(import.meta.dirname, 'main.ts')
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, stdout, stderr }
}

describe.each(engines)('the command, while a Latchkey has its store on %s,', (engine) => {
  let home: TestHome
  let environment: Record<string, string>
  let store: Store
  beforeAll(async () => {
    home = await createTestHome(engine)
    environment = toEnvironment(home.folder, home.config)
    store = await openStore(home.config.store)
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test('S1 prints a key on standard output alone, which nothing else ever holds', { timeout: 30_000 }, async () => {
    const made = await start(environment, ...words, 'worker')
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^latchkey_[\w-]{49}\n$/u)])
    const key = made.stdout.trim()
    const bearer = await createDataPlaneKeys({ store, clock }).authenticate(`Bearer ${key}`)
    expect(bearer).toMatchObject({ tenantId: 'local', connector: 'intercom' })

    const [list, json] = [await run(environment, 'keys', 'list'), await run(environment, 'keys', 'list', '--json')]
    const revoked = await run(environment, 'keys', 'revoke', 'worker')
    expect([list.code, json.code, revoked]).toEqual([0, 0, { code: 0, stdout: '', stderr: expect.any(String) }])
    const tables = ['data_plane_key', 'audit_event'].map((table) =>
      runOnStore(home.config.store, `select * from ${table}`),
    )
    const said = JSON.stringify([made.stderr, list, json, revoked, await Promise.all(tables)])
    for (const form of [key, key.slice(9, 52), Buffer.from(key).toString('base64')]) {
      expect(said + readFolder(home.folder)).not.toContain(form)
    }
    expect(existsSync(home.config.keyringPath)).toBe(false)
  })

  test('lists each key, when it was used last and when it was revoked', async () => {
    for (const name of ['flow', 'idle']) expect((await run(environment, ...words, name)).code).toBe(0)
    const keys = JSON.parse((await run(environment, 'keys', 'list', '--json')).stdout) as { id: string; name: string }[]
    const [flow, idle] = ['flow', 'idle'].map((name) => keys.find((key) => key.name === name)?.id ?? '')
    await noteKeyUse(store, [flow ?? ''], new Date('2026-05-06T07:08:09.000Z'))
    await run(environment, 'keys', 'revoke', idle ?? '')
    const { stdout } = await run(environment, 'keys', 'list')
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/u))
    const head = ['NAME', 'TENANT', 'CONNECTOR', 'PAGES', 'CREATED', 'BY', 'LAST USED', 'REVOKED', 'ID']
    expect(lines[0]).toEqual(head)
    const made = ['local', 'intercom', '-', '2026-03-04T05:06Z', expect.any(String)]
    expect(lines).toContainEqual(['flow', ...made, '2026-05-06T07:08Z', '-', flow])
    expect(lines).toContainEqual(['idle', ...made, '-', '2026-03-04T05:06Z', idle])
  })

  const hostWords = ['keys', 'create', '--host', 'https://app.example.com', '--name']

  test('S1 prints a host key on standard output alone, which opens /v1 with all that it is for', async () => {
    const limits = ['--tenant', 'acme', '--role', 'member', '--connector', 'intercom']
    const made = await run(environment, ...hostWords, 'shop', '--host', 'http://localhost:3000', ...limits)
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^latchkey_host_[\w-]{49}\n$/u)])
    const key = made.stdout.trim()
    expect(await createHostKeys({ store, clock }).authenticate(`Bearer ${key}`)).toEqual({
      id: expect.any(String),
      name: 'shop',
      origins: ['https://app.example.com', 'http://localhost:3000'],
      tenantId: 'acme',
      role: 'member',
      connectors: ['intercom'],
    })
    const [list, json] = [await run(environment, 'keys', 'list'), await run(environment, 'keys', 'list', '--json')]
    const tables = ['host_key', 'audit_event'].map((table) => runOnStore(home.config.store, `select * from ${table}`))
    const said = JSON.stringify([made.stderr, list, json, await Promise.all(tables)])
    for (const form of [key, key.slice(14, 57)]) expect(said + readFolder(home.folder)).not.toContain(form)
  })

  test('lists host keys beside the others, in a table and as JSON, and revokes them', async () => {
    const made = await run(environment, ...hostWords, 'any')
    const id = /The key (\S+) was made/u.exec(made.stderr)?.[1]
    const { stdout } = await run(environment, 'keys', 'list')
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/u))
    const pages = 'https://app.example.com (admin)'
    const cells = ['any', 'any', 'all', pages, '2026-03-04T05:06Z', expect.any(String), expect.any(String), '-', id]
    expect(lines).toContainEqual(cells)
    const listed = JSON.parse((await run(environment, 'keys', 'list', '--json')).stdout) as { kind: string }[]
    expect(new Set(listed.map(({ kind }) => kind))).toEqual(new Set(['data_plane', 'host']))
    expect((await run(environment, 'keys', 'revoke', 'any')).code).toBe(0)
    expect((await run(environment, 'keys', 'revoke', 'any')).code).toBe(1)
    expect(await createHostKeys({ store, clock }).authenticate(`Bearer ${made.stdout.trim()}`)).toBeNull()
  })

  test('makes a data-plane key for the tenant that is named, and says which of two keys of a name is meant', async () => {
    const made = await run(environment, ...words, 'tenants', '--tenant', 'acme')
    const bearer = `Bearer ${made.stdout.trim()}`
    expect(await createDataPlaneKeys({ store, clock }).authenticate(bearer)).toMatchObject({ tenantId: 'acme' })
    const other = await run(environment, ...words, 'tenants')
    expect(other.code).toBe(0)
    const ambiguous = await run(environment, 'keys', 'revoke', 'tenants')
    expect(ambiguous).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^latchkey: Several keys .*id\.\n$/u),
    })
    expect((await run(environment, 'keys', 'revoke', /The key (\S+)/u.exec(other.stderr)?.[1] ?? '')).code).toBe(0)
    expect((await run(environment, 'keys', 'revoke', 'tenants')).code).toBe(0)
  })

  test('S24 makes no key while the audit takes nothing, and prints none', async () => {
    const keys = await countRows(home.config.store, 'data_plane_key')
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const all = [await run(environment, ...words, 'refused'), await run(environment, ...hostWords, 'refused')]
    await allow()
    for (const refused of all) {
      expect(refused).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^latchkey: [^\n]+ cannot be [^\n]+\n$/u),
      })
    }
    expect(await countRows(home.config.store, 'data_plane_key')).toBe(keys)
  })

  test.each<[string, string[], RegExp]>([
    ['a command that there is not', ['kees'], /unknown command/u],
    ['a command of keys that there is not', ['keys', 'make'], /unknown command/u],
    ['a missing name', ['keys', 'create', '--connector', 'intercom'], /'--name <name>' not specified/u],
    ['a missing connector', ['keys', 'create', '--name', 'a'], /--connector <id>\. A host key needs --host/u],
    ['two connectors', [...words, 'a', '--connector', 'intercom', '--connector', 'x'], /no such connector/u],
    ['a role without a page', [...words, 'a', '--role', 'admin'], /--host\.$/mu],
    ['a role that there is not', [...hostWords, 'a', '--role', 'owner'], /A role is admin or member/u],
    ['a tenant nobody can see', [...hostWords, 'a', '--tenant', ' '], /A tenant’s id is/u],
    ['a page with a path', [...hostWords, 'a', '--host', 'https://app.example.com/'], /A page’s origin is/u],
    ['pages of any name', [...hostWords, 'a', '--host', 'https://*.example.com'], /A page’s origin is/u],
    ['a page in clear text', [...hostWords, 'a', '--host', 'http://app.example.com'], /A page’s origin is/u],
    ['a host key for no such connector', [...hostWords, 'a', '--connector', 'x'], /There are: intercom\.$/mu],
    [
      'a connector that there is not',
      ['keys', 'create', '--name', 'a', '--connector', 'x'],
      /There are: intercom\.$/mu,
    ],
    ['a name nobody can see', [...words, ' '], /A name is one line of 1 to 120 characters/u],
    ['a name of two lines', [...words, 'a\nb'], /A name is one line/u],
    ['no key to revoke', ['keys', 'revoke'], /missing required argument 'id-or-name'/u],
    ['a key to revoke that there is not', ['keys', 'revoke', 'nobody'], /No key in use has this id or name/u],
    ['one word too many', ['keys', 'list', 'all'], /too many arguments/u],
  ])('tells of %s in one line', async (_, args, line) => {
    const { code, stdout, stderr } = await run(environment, ...args)
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^latchkey: [^\n]+\n$/u),
    })
    expect(stderr).toMatch(line)
  })

  test.each([
    ['', []],
    ['--', []],
    ['', ['keys']],
    ['', ['keys', 'revoke', 'one']],
    ['--', ['keys', 'list']],
    ['--name=', ['keys', 'list']],
    ['--host=', [...words, 'a']],
    ['--role=', [...words, 'a', '--host', 'https://app.example.com']],
    ['--connector=', [...words, 'a']],
  ])('S1 quotes no key that was pasted where none belongs: %s after %j', async (before, args) => {
    const key = makeKeyText().reveal()
    const { code, stdout, stderr } = await run(environment, ...args, `${before}${key}`)
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/^latchkey: [^\n]+\n$/u)])
    expect(stderr).not.toContain(key)
  })

  test('tells that a name is taken', async () => {
    for (const create of [words, hostWords]) {
      expect((await run(environment, ...create, 'taken')).code).toBe(0)
      expect(await run(environment, ...create, 'taken')).toMatchObject({ code: 1, stdout: '', stderr: /name/u })
    }
  })
})

describe('the command, where it finds no store to work on,', () => {
  let home: TestHome
  beforeAll(async () => {
    home = await createTestHome('sqlite')
  })
  afterAll(() => home.remove())

  test('makes none', async () => {
    const refused = await run({ LATCHKEY_HOME: home.folder }, ...words, 'worker')
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('There is no store') })
    expect(readdirSync(home.folder)).toEqual([])
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['is not to be had', { LATCHKEY_DATABASE_URL: 'postgres://a@127.0.0.1:1/b' }, /ECONNREFUSED/u],
    ['is named as none can be', { LATCHKEY_DATABASE_URL: 'mysql://a' }, /LATCHKEY_DATABASE_URL must be/u],
  ])('tells of one that %s in a line, as a start does', async (_, environment, line) => {
    const { code, stderr } = await run(environment, 'keys', 'list')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^latchkey: [^\n]+\n$/u)])
    expect(stderr).toMatch(line)
  })

  test('shows its help on standard output when asked, and on standard error when it was not', async () => {
    expect(await run({}, 'keys', '--help')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('revoke'),
    })
    expect(await run({}, 'keys')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('revoke') })
  })
})

test('the script writes nothing of its own where the key goes, and opens no inspector', () => {
  expect(packageJson.scripts.prelatchkey).toMatch(/>&2$/u)
  expect(packageJson.scripts.latchkey).toContain('node --disable-sigusr1 ')
})

function readFolder(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}
