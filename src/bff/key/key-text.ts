import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { Secret } from '../vault/secret.ts'

/** What a text opens: the proxy, `/v1`, a session once, or what a session's holder shows with each call. */
export type KeyKind = 'data_plane' | 'host' | 'one_time' | 'session'

/**
 * A new key: a prefix, so that a scanner of source code knows a leaked one; 32 random bytes; and their checksum, so that
 * one mistyped or cut short is refused without a look into the store.
 */
export function makeKeyText(kind: KeyKind = 'data_plane'): Secret {
  const random = randomBytes(32).toString('base64url')
  return new Secret(`${prefixes[kind]}${random}${toChecksum(random)}`)
}

/** Characters of a text of this kind. */
export function keyLength(kind: KeyKind): number {
  return prefixes[kind].length + RANDOM_LENGTH + CHECKSUM_LENGTH
}

/** Whether a text could be a key of this kind at all. Anybody can make one up that is. */
export function isKeyText(text: string, kind: KeyKind = 'data_plane'): boolean {
  if (!text.startsWith(prefixes[kind])) return false
  const [, random = '', checksum] = SHAPE.exec(text.slice(prefixes[kind].length)) ?? []
  return checksum === toChecksum(random)
}

/** SHA-256, which needs neither salt nor work: nobody guesses 32 random bytes. */
export function hashKeyText(text: string): string {
  return hash('sha256', text, 'base64url')
}

const prefixes = {
  data_plane: 'latchkey_',
  host: 'latchkey_host_',
  one_time: 'latchkey_once_',
  session: 'latchkey_session_',
} as const satisfies Record<KeyKind, string>

/** Characters of 32 bytes and of four, in base64url. */
const RANDOM_LENGTH = 43
const CHECKSUM_LENGTH = 6

const SHAPE = /^([\w-]{43})([\w-]{6})$/u

function toChecksum(random: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(random))
  return bytes.toString('base64url')
}
