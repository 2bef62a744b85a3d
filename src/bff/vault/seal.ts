import { FlattenedEncrypt, flattenedDecrypt, type FlattenedJWE } from 'jose'

/** 256 bits, held by WebCrypto so that no code can read them back. */
export type SealingKey = { kid: string; key: CryptoKey }

/**
 * What a sealed value belongs to. It is authenticated with the value but not stored beside it: whoever opens rebuilds
 * it from the row, so a value moved to another row, tenant or version does not open (RFC 7516, additional data).
 */
export type Binding = readonly (string | number)[]

/** The one failure of opening. It says nothing of what was wrong, since that would help whoever changed it. */
export class SealBrokenError extends Error {
  constructor() {
    super('A sealed value does not open')
    this.name = 'SealBrokenError'
  }
}

/** Seals as a flattened JWE (RFC 7516: `dir`, `A256GCM`) under a fresh random 96-bit IV; the text to store. */
export async function seal(plaintext: Uint8Array, { kid, key }: SealingKey, binding: Binding): Promise<string> {
  const jwe = await new FlattenedEncrypt(plaintext)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
    .setAdditionalAuthenticatedData(toBytes(binding))
    .encrypt(key)
  return toText({ protected: jwe.protected ?? '', iv: jwe.iv ?? '', ciphertext: jwe.ciphertext, tag: jwe.tag ?? '' })
}

/** @throws {SealBrokenError} for whatever is not exactly what {@link seal} made under this key for this binding. */
export async function open(sealed: string, { kid, key }: SealingKey, binding: Binding): Promise<Uint8Array> {
  try {
    const parts = parseSealed(sealed)
    if (parts.header.kid !== kid) throw new SealBrokenError()
    const jwe: FlattenedJWE = { ...parts.jwe, aad: Buffer.from(toBytes(binding)).toString('base64url') }
    const { plaintext } = await flattenedDecrypt(jwe, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return plaintext
  } catch {
    throw new SealBrokenError()
  }
}

/** @throws {SealBrokenError} */
export function sealedUnder(sealed: string): string {
  try {
    return parseSealed(sealed).header.kid
  } catch {
    throw new SealBrokenError()
  }
}

const memberNames = ['protected', 'iv', 'ciphertext', 'tag'] as const
type SealedJwe = Record<(typeof memberNames)[number], string>

function toText(jwe: SealedJwe): string {
  return JSON.stringify({ protected: jwe.protected, iv: jwe.iv, ciphertext: jwe.ciphertext, tag: jwe.tag })
}

function parseSealed(sealed: string): { jwe: SealedJwe; header: { kid: string } } {
  const jwe: unknown = JSON.parse(sealed)
  // One spelling: a member twice, another order or white space is not what was sealed.
  if (!hasStrings(jwe, memberNames) || toText(jwe) !== sealed) throw new SealBrokenError()
  if (!memberNames.every((name) => isCanonical(jwe[name]))) throw new SealBrokenError()
  const header: unknown = JSON.parse(Buffer.from(jwe.protected, 'base64url').toString())
  if (!hasStrings(header, ['alg', 'enc', 'kid'] as const)) throw new SealBrokenError()
  return { jwe, header }
}

function hasStrings<Name extends string>(value: unknown, names: readonly Name[]): value is Record<Name, string> {
  if (typeof value !== 'object' || value === null) return false
  return names.every((name) => typeof Reflect.get(value, name) === 'string')
}

/** The spare bits of a last character would let one value have several spellings; a decoder ignores them. */
function isCanonical(base64url: string): boolean {
  return Buffer.from(base64url, 'base64url').toString('base64url') === base64url
}

/** JSON, so that no two bindings read alike. */
function toBytes(binding: Binding): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(binding))
}
