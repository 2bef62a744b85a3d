import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from './fixture/latchkey.ts'
import { engines } from './fixture/postgres.ts'
import { findFreePort, type LatchkeyProcess, startProcess, toEnvironment } from './fixture/process.ts'
import { runOnStore } from './fixture/raw-store.ts'

const canary = `canary-${crypto.randomUUID()}`
const started: LatchkeyProcess[] = []
let home: TestHome

async function start(own: Record<string, string> = {}, from: TestHome = home): Promise<LatchkeyProcess> {
  const latchkey = await startProcess({ ...toEnvironment(from.folder, from.config), ...own })
  started.push(latchkey)
  return latchkey
}

/** A start that makes what a first start makes. */
async function startOnce(from: TestHome = home): Promise<void> {
  const latchkey = await start({}, from)
  expect(await latchkey.ready, latchkey.output.stderr).toBe(true)
  await latchkey.kill('SIGTERM')
}

/** One line that says what to do, exit 1, and neither a secret nor a stack. */
async function expectRefusal(latchkey: LatchkeyProcess, line: RegExp, said = /^$/u): Promise<void> {
  expect(await latchkey.ready).toBe(false)
  expect(await latchkey.exited).toBe(1)
  const { stdout, stderr } = latchkey.output
  expect(stderr).toMatch(/^latchkey: [^\n]+\n$/u)
  expect(stderr).toMatch(line)
  expect(stdout + stderr).not.toContain(canary)
  expect(stdout).toMatch(said)
}

const askedForBackup = /^Back up the new keyring [^\n]+keyring\.json, [^\n]+\n$/u

afterEach(async () => {
  for (const latchkey of started.splice(0)) await latchkey.kill()
  await home.remove()
})

describe.each(engines)('S7 on %s', { timeout: 30_000 }, (engine) => {
  beforeEach(async () => {
    home = await createTestHome(engine)
  })

  test('a first start makes the keyring, says to back it up, and the next keeps to it', async () => {
    const first = await start()
    expect(await first.ready, first.output.stderr).toBe(true)
    const path = home.config.keyringPath
    expect(first.output.stdout).toContain(`Latchkey is at ${first.origin}\n`)
    expect(first.output.stdout).toContain(`Back up the new keyring ${path}`)
    expect([statSync(path).mode & 0o777, statSync(join(path, '..')).mode & 0o777]).toEqual([0o600, 0o700])
    const keyring = readFileSync(path)
    await first.kill('SIGTERM')
    expect(await first.exited).toBe(0)

    const second = await start()
    expect(await second.ready, second.output.stderr).toBe(true)
    expect(second.output.stdout).not.toContain('Back up')
    expect(readFileSync(path).equals(keyring)).toBe(true)
    expect(first.output.stderr + second.output.stderr).toBe('')
  })

  test('a keyring that is missing over a store that has one is not made anew', async () => {
    await startOnce()
    rmSync(home.config.keyringPath)
    await expectRefusal(await start(), /is missing.+Restore it from its backup/u)
    expect(existsSync(home.config.keyringPath)).toBe(false)
  })

  test('another store’s keyring is refused, and left as it is', async () => {
    await startOnce()
    const other = await createTestHome('sqlite')
    await startOnce(other)
    const keyring = readFileSync(other.config.keyringPath)
    writeFileSync(home.config.keyringPath, keyring, { mode: 0o600 })
    await expectRefusal(await start(), /belongs to another store/u)
    expect(readFileSync(home.config.keyringPath).equals(keyring)).toBe(true)
    await other.remove()
  })

  test('a store of a newer schema is refused', async () => {
    await startOnce()
    await runOnStore(home.config.store, "insert into kysely_migration values ('9999-later', '2099')")
    await expectRefusal(await start(), /written by a newer Latchkey/u)
  })

  test('of processes that start at once on one empty store and home, each starts', async () => {
    const together = await Promise.all([start(), start(), start()])
    for (const latchkey of together) expect(await latchkey.ready, latchkey.output.stderr).toBe(true)
  })
})

describe('S7 a keyring', { timeout: 30_000 }, () => {
  beforeEach(async () => {
    home = await createTestHome('sqlite')
  })

  test('that others can read is refused, with the command that helps', async () => {
    await startOnce()
    chmodSync(home.config.keyringPath, 0o644)
    await expectRefusal(await start(), /can be read by others\. Run: chmod 600/u)
  })

  test.each([
    ['is no JSON', `{"hashKey":"${canary}`],
    [
      'holds a key that is too short',
      JSON.stringify({ version: 1, keyEncryptionKeys: [{ kid: 'a', key: 'AAAA' }], hashKey: canary }),
    ],
  ])('that %s is refused, and left as it is', async (_, content) => {
    mkdirSync(join(home.config.keyringPath, '..'), { recursive: true })
    writeFileSync(home.config.keyringPath, content, { mode: 0o600 })
    await expectRefusal(await start(), /is broken\. Restore it from its backup/u)
    expect(readFileSync(home.config.keyringPath, 'utf8')).toBe(content)
  })

  test('that is a folder is refused', async () => {
    mkdirSync(home.config.keyringPath, { recursive: true })
    await expectRefusal(await start(), /is not a file/u)
  })

  test('that cannot be made is refused', async () => {
    writeFileSync(join(home.folder, 'keys'), '')
    await expectRefusal(await start(), /keyring.json cannot be (read|created)/u)
  })
})

describe('what stands in the way', { timeout: 30_000 }, () => {
  beforeEach(async () => {
    home = await createTestHome('sqlite')
  })

  test('a data folder that cannot be written', async () => {
    writeFileSync(join(home.folder, 'data'), '')
    await expectRefusal(
      await start(),
      /The store .+latchkey\.db cannot be opened or written.+Make it and its folder writable/u,
    )
  })

  test('a home below a file', async () => {
    writeFileSync(join(home.folder, 'file'), '')
    await expectRefusal(
      await start({ LATCHKEY_HOME: join(home.folder, 'file', 'home') }),
      /cannot be opened or written/u,
    )
  })

  test('a data file that is no database', async () => {
    mkdirSync(join(home.folder, 'data'))
    writeFileSync(join(home.folder, 'data', 'latchkey.db'), `${canary} `.repeat(100))
    await expectRefusal(await start(), /is damaged, or is no store\. Restore it from its backup/u)
  })

  test.runIf(process.platform === 'linux')('a home where nothing can be made', async () => {
    await expectRefusal(await start({ LATCHKEY_HOME: '/proc/latchkey' }), /cannot be opened or written/u)
  })

  test('a port in use', async () => {
    const port = await findFreePort()
    const server = createServer().listen(port, '127.0.0.1')
    const refused = /The port \d+ on 127\.0\.0\.1 is in use\. Set LATCHKEY_PORT/u
    const first = await start({ LATCHKEY_PORT: String(port) })
    await expectRefusal(first, refused, askedForBackup)
    await expectRefusal(await start({ LATCHKEY_PORT: String(port) }), refused)
    server.close()
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['a database URL that is none', { LATCHKEY_DATABASE_URL: canary }, /LATCHKEY_DATABASE_URL must be postgres:/u],
    ['a proxy that is none', { HTTPS_PROXY: canary }, /HTTPS_PROXY must be http:/u],
    ['a proxy of another kind', { HTTPS_PROXY: `ftp://u:${canary}@proxy` }, /HTTPS_PROXY must be http:/u],
    [
      'a password with half an escape',
      { LATCHKEY_DATABASE_URL: `postgres://u:%zz${canary}@127.0.0.1:1/d` },
      /Check LATCHKEY_DATABASE_URL/u,
    ],
    [
      'a host that is none',
      { LATCHKEY_DATABASE_URL: `postgres://u:${canary}@none.invalid/d` },
      /PostgreSQL at none\.invalid:5432\/d cannot be used/u,
    ],
  ])('%s', async (_, environment, line) => {
    await expectRefusal(await start(environment), line)
  })

  test('a PostgreSQL that does not run', async () => {
    const url = `postgres://u:${canary}@127.0.0.1:${await findFreePort()}/d`
    await expectRefusal(
      await start({ LATCHKEY_DATABASE_URL: url }),
      /cannot be used \(ECONNREFUSED\).+that the server runs/u,
    )
  })

  test('two things, in a line each', async () => {
    const latchkey = await start({ LATCHKEY_PORT: 'x', LATCHKEY_SANDBOX: 'x' })
    expect(await latchkey.exited).toBe(1)
    expect(latchkey.output.stderr).toMatch(/^latchkey: LATCHKEY_PORT [^\n]+\nlatchkey: LATCHKEY_SANDBOX [^\n]+\n$/u)
  })
})

describe.runIf(engines.includes('postgres'))('on a PostgreSQL that runs', { timeout: 30_000 }, () => {
  beforeEach(async () => {
    home = await createTestHome('postgres')
  })

  test('a wrong password is said in one line', async () => {
    const environment = urlWith((url) => (url.password = canary))
    await expectRefusal(await start(environment), /cannot be used \(28P01\).+its password file/u)
  })

  test('a database that is not there is said in one line', async () => {
    const environment = urlWith((url) => (url.pathname = '/nothing'))
    await expectRefusal(await start(environment), /127\.0\.0\.1:\d+\/nothing cannot be used \(3D000\)/u)
  })

  test.runIf(process.platform === 'linux')('a home where no keyring can be made', async () => {
    await expectRefusal(await start({ LATCHKEY_HOME: '/proc/latchkey' }), /keyring\.json cannot be created/u)
  })

  test('the password may come from a file', async () => {
    const file = join(home.folder, 'password')
    const environment = urlWith((url) => {
      writeFileSync(file, `${decodeURIComponent(url.password)}\n`)
      url.password = ''
    })
    const latchkey = await start({ ...environment, LATCHKEY_DATABASE_PASSWORD_FILE: file })
    expect(await latchkey.ready, latchkey.output.stderr).toBe(true)
  })

  test('S7 of two instances on one empty store with homes of their own, one starts and the other is refused', async () => {
    const other = join(home.folder, 'other')
    const pair = await Promise.all([start(), start({ LATCHKEY_HOME: other })])
    const ready = await Promise.all(pair.map((latchkey) => latchkey.ready))
    expect(ready.filter(Boolean)).toHaveLength(1)
    const refused = pair[ready.indexOf(false)]
    if (!refused) throw new Error('None was refused')
    const made = existsSync(refused === pair[0] ? home.config.keyringPath : join(other, 'keys', 'keyring.json'))
    await expectRefusal(refused, /belongs to another store|is missing/u, made ? askedForBackup : undefined)
  })
})

function urlWith(change: (url: URL) => void): Record<string, string> {
  if (home.config.store.engine !== 'postgres') throw new Error('Not PostgreSQL')
  const url = new URL(home.config.store.url)
  change(url)
  return { LATCHKEY_DATABASE_URL: url.href }
}
