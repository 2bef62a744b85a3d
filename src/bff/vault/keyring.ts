import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod/mini'
import { makeFolder } from '../make-folder.ts'
import { StartError } from '../start-error.ts'
import type { SealingKey } from './seal.ts'
import type { Secret } from './secret.ts'

/**
 * The keys that stand above the store: a key-encryption key that wraps the tenants' data keys, and a hash key that
 * outlives it, since what was hashed cannot be hashed again.
 */
export interface Keyring {
  /** The key-encryption key in use. */
  current(): SealingKey
  /** Null when the keyring does not hold it. */
  find(kid: string): SealingKey | null
  /** HMAC-SHA-256, hex, under a key of its own for each purpose. */
  hash(purpose: HashPurpose, data: string | Secret): string
}

const hashPurposes = ['fingerprint', 'idempotency', 'key-check', 'sign-in', 'oauth'] as const
export type HashPurpose = (typeof hashPurposes)[number]

/** @throws {StartError} for a keyring that is broken or that others can read. Null when there is none. */
export async function readKeyring(path: string): Promise<Keyring | null> {
  let text: string
  try {
    const file = statSync(path)
    if (!file.isFile()) throw new StartError(`The keyring ${path} is not a file. Put its backup there.`)
    if (process.platform !== 'win32' && (file.mode & 0o077) !== 0) {
      throw new StartError(`The keyring ${path} can be read by others. Run: chmod 600 ${path}`)
    }
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof StartError) throw error
    if (hasCode(error, 'ENOENT')) return null
    throw new StartError(`The keyring ${path} cannot be read. Give this user access to it.`)
  }
  return toKeyring(parseKeyringFile(text, path))
}

/**
 * Makes a keyring that did not exist: 0600, never over another file, whole and on the disk before it has its name. Of
 * two processes that start at once one makes it, and both read that one.
 */
export async function createKeyring(path: string): Promise<Keyring> {
  const file: KeyringFile = {
    version: 1,
    keyEncryptionKeys: [{ kid: randomBytes(6).toString('base64url'), key: randomBytes(32).toString('base64url') }],
    hashKey: randomBytes(32).toString('base64url'),
  }
  // A name of its own: where every start has the same process id, a killed one's draft would stand in the way.
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    makeFolder(dirname(path))
    chmodSync(dirname(path), 0o700)
    writeFileSync(draft, `${JSON.stringify(file, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true })
    linkSync(draft, path)
    syncFolder(dirname(path))
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) {
      throw new StartError(`The keyring ${path} cannot be created. Make its folder writable for this user.`)
    }
  } finally {
    removeDraft(draft)
  }
  const keyring = await readKeyring(path)
  if (!keyring) throw new StartError(`The keyring ${path} is gone again. Is another program tidying its folder?`)
  return keyring
}

/** Where the draft could not be written, what is to be said is why; not that it could not be removed either. */
function removeDraft(draft: string): void {
  try {
    rmSync(draft, { force: true })
  } catch {}
}

/** A name is on the disk once its folder is: a power cut must not take the key away from under what it sealed. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

const keySchema = z.string().check(z.refine((text) => Buffer.from(text, 'base64url').length === 32))

const keyringFileSchema = z.strictObject({
  version: z.literal(1),
  /** The first is in use; the others still open what they wrapped. */
  keyEncryptionKeys: z
    .array(z.strictObject({ kid: z.string().check(z.minLength(1)), key: keySchema }))
    .check(z.minLength(1)),
  hashKey: keySchema,
})
type KeyringFile = z.infer<typeof keyringFileSchema>

function parseKeyringFile(text: string, path: string): KeyringFile {
  const broken = `The keyring ${path} is broken. Restore it from its backup.`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // JSON.parse quotes its input in its message: that is the key.
    throw new StartError(broken)
  }
  const parsed = keyringFileSchema.safeParse(json)
  if (!parsed.success) throw new StartError(broken)
  return parsed.data
}

async function toKeyring(file: KeyringFile): Promise<Keyring> {
  const keys = await Promise.all(
    file.keyEncryptionKeys.map(async ({ kid, key }) => ({ kid, key: await importKey(Buffer.from(key, 'base64url')) })),
  )
  const [current] = keys
  if (!current) throw new StartError('The keyring holds no key.')
  const hashKeys = new Map<HashPurpose, KeyObject>()
  for (const purpose of hashPurposes) {
    const input = Buffer.from(file.hashKey, 'base64url')
    hashKeys.set(purpose, createSecretKey(Buffer.from(hkdfSync('sha256', input, '', `latchkey ${purpose}`, 32))))
  }
  return {
    current: () => current,
    find: (kid) => keys.find((key) => key.kid === kid) ?? null,
    hash(purpose, data) {
      return createHmac('sha256', hashKeys.get(purpose) ?? raise(purpose))
        .update(typeof data === 'string' ? data : data.reveal())
        .digest('hex')
    },
  }
}

/** AES-256-GCM, not extractable. */
export function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function raise(purpose: HashPurpose): never {
  throw new Error(`No hash key for ${purpose}`)
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
