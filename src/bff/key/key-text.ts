import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { Secret } from '../vault/secret.ts'

/**
 * A new data-plane key: a prefix, so that a scanner of source code knows a leaked one; 32 random bytes; and their
 * checksum, so that one mistyped or cut short is refused without a look into the store.
 */
export function makeKeyText(): Secret {
  const random = randomBytes(32).toString('base64url')
  return new Secret(`${PREFIX}${random}${toChecksum(random)}`)
}

export const KEY_LENGTH = 58

/** Whether a text could be a key at all. Anybody can make one up that is. */
export function isKeyText(text: string): boolean {
  const [, random = '', checksum] = SHAPE.exec(text) ?? []
  return checksum === toChecksum(random)
}

/** SHA-256, which needs neither salt nor work: nobody guesses 32 random bytes. */
export function hashKeyText(text: string): string {
  return hash('sha256', text, 'base64url')
}

const PREFIX = 'latchkey_'
const SHAPE = /^latchkey_([\w-]{43})([\w-]{6})$/u

function toChecksum(random: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(random))
  return bytes.toString('base64url')
}
