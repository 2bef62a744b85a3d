import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { StartError } from '../start-error.ts'
import { createKeyring, readKeyring } from './keyring.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-keyring-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('S7 a new keyring is its user’s alone, and nothing else stays in its folder', async () => {
  const path = freshPath()
  await createKeyring(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
  expect(readdirSync(join(path, '..'))).toEqual(['keyring.json'])
})

test('S7 a keyring that is there is never written over', async () => {
  const path = freshPath()
  await createKeyring(path)
  const before = readFileSync(path)
  await createKeyring(path)
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('S7 of twenty that make one keyring at once, all read the same', async () => {
  const path = freshPath()
  const keyrings = await Promise.all(Array.from({ length: 20 }, () => createKeyring(path)))
  expect(new Set(keyrings.map((keyring) => keyring.current().kid)).size).toBe(1)
  expect(new Set(keyrings.map((keyring) => keyring.hash('key-check', 'x'))).size).toBe(1)
})

test('S7 where there is none, none is read', async () => {
  expect(await readKeyring(freshPath())).toBeNull()
})

test('one purpose’s hash is not another’s, nor another keyring’s', async () => {
  const [one, other] = [await createKeyring(freshPath()), await createKeyring(freshPath())]
  const hashes = [
    one.hash('fingerprint', 'x'),
    one.hash('idempotency', 'x'),
    one.hash('key-check', 'x'),
    other.hash('fingerprint', 'x'),
  ]
  expect(new Set(hashes).size).toBe(4)
})

test('a key that is no longer in use is still found, and the first is the one in use', async () => {
  const path = freshPath()
  await createKeyring(path)
  const file = JSON.parse(readFileSync(path, 'utf8')) as { keyEncryptionKeys: { kid: string; key: string }[] }
  const [old] = file.keyEncryptionKeys
  const younger = { kid: 'younger', key: Buffer.alloc(32, 7).toString('base64url') }
  writeFileSync(path, JSON.stringify({ ...file, keyEncryptionKeys: [younger, old] }))
  const keyring = await readKeyring(path)
  expect(keyring?.current().kid).toBe('younger')
  expect(keyring?.find(old?.kid ?? '')?.kid).toBe(old?.kid)
  expect(keyring?.find('unknown')).toBeNull()
})

describe('S7 refused', () => {
  test.each([0o644, 0o640, 0o604, 0o666, 0o610])('a keyring of mode %o, with the command that helps', async (mode) => {
    const path = freshPath()
    await createKeyring(path)
    chmodSync(path, mode)
    expect(await refusalOf(path)).toContain(`chmod 600 ${path}`)
  })

  const key = Buffer.alloc(32, 1).toString('base64url')
  const whole = { version: 1, keyEncryptionKeys: [{ kid: 'a', key }], hashKey: key }

  test.each<[string, unknown]>([
    ['that is empty', ''],
    ['that is no JSON', `{"hashKey":"${key}`],
    ['that is null', 'null'],
    ['of another version', { ...whole, version: 2 }],
    ['without a key', { ...whole, keyEncryptionKeys: [] }],
    ['with a key that is too short', { ...whole, keyEncryptionKeys: [{ kid: 'a', key: key.slice(0, -2) }] }],
    ['with a key that is too long', { ...whole, keyEncryptionKeys: [{ kid: 'a', key: `${key}AAAA` }] }],
    ['with a hash key that is too short', { ...whole, hashKey: 'AAAA' }],
    ['without a hash key', { version: 1, keyEncryptionKeys: whole.keyEncryptionKeys }],
    ['with something unknown', { ...whole, extra: key }],
  ])('a keyring %s, without a word of what it holds', async (_, content) => {
    const path = freshPath()
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
    const message = await refusalOf(path)
    expect(message).toContain('backup')
    expect(message).not.toContain(key.slice(0, 8))
  })

  test('a folder in its place', async () => {
    const path = freshPath()
    mkdirSync(path, { recursive: true, mode: 0o700 })
    expect(await refusalOf(path)).toContain('not a file')
  })

  test('a path that leads through a file', async () => {
    const path = freshPath()
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, '', { mode: 0o600 })
    expect(await refusalOf(join(path, 'keyring.json'))).toContain('cannot be read')
    await expect(createKeyring(join(path, 'keys', 'keyring.json'))).rejects.toThrow(StartError)
  })
})

function freshPath(): string {
  return join(folder, crypto.randomUUID(), 'keyring.json')
}

/** What is printed as it stands: one line. */
async function refusalOf(path: string): Promise<string> {
  const error: unknown = await readKeyring(path).catch((thrown: unknown) => thrown)
  if (!(error instanceof StartError)) throw new Error('The keyring was not refused', { cause: error })
  expect(error.message).not.toContain('\n')
  return error.message
}
