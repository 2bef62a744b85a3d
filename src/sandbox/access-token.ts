/** Bytes nobody can foresee; tests give their own. */
export type Random = (size: number) => Uint8Array

/**
 * A token of the shape that public samples of Intercom's have: base64 of `tok:<8 hex>_<4>_<4>_<4>_<12 hex>:1:0`. Made
 * when needed, since a literal of that shape sets off secret scanners.
 */
export function makeAccessToken(random: Random): string {
  const hex = Buffer.from(random(16)).toString('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  return Buffer.from(`tok:${parts.join('_')}:1:0`).toString('base64')
}

/** Whether a value decodes to `tok:…`: what the sandbox takes for a token of some workspace. */
export function isAccessToken(value: string): boolean {
  return value.startsWith(tokenStart) && Buffer.from(value, 'base64').toString('latin1').startsWith('tok:')
}

/** A text that may be kept: no token is left in it, wherever it stood. */
export function withoutAccessTokens(text: string): string {
  return text.includes(tokenStart) ? text.replace(tokenAnywhere, '[token]') : text
}

/** Three bytes make exactly four characters, so every such token starts alike. */
const tokenStart = Buffer.from('tok').toString('base64')
const tokenAnywhere = new RegExp(`${tokenStart}(?:[\\w+/=-]|%2B|%2F|%3D)*`, 'giu')
