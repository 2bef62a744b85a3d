import * as z from 'zod/mini'

/** Characters. Intercom's tokens have 60; four thousand leaves room for any provider's. */
export const ACCESS_TOKEN_LENGTH = 4_096

/** What a paste brought around a token, in the order in which a person would name it. */
export type PasteResidue = 'bearer' | 'quotes' | 'white_space' | 'zero_width'

/**
 * Takes off what a paste brings around a token: white space, quotes, zero-width characters, a leading `Bearer`.
 * What stands *inside* the token stays, for {@link accessTokenSchema} to refuse. Character by character from both ends:
 * a pattern for "white space at the end" tries every run of it, and ten thousand spaces inside would take seconds.
 */
export function tidyAccessToken(pasted: string): { token: string; removed: PasteResidue[] } {
  const removed = new Set<PasteResidue>()
  let start = 0
  let end = pasted.length
  for (let before = -1; before !== end - start;) {
    before = end - start
    for (let residue = residueAt(pasted, start); residue && start < end; residue = residueAt(pasted, start)) {
      removed.add(residue)
      start += 1
    }
    for (let residue = residueAt(pasted, end - 1); residue && end > start; residue = residueAt(pasted, end - 1)) {
      removed.add(residue)
      end -= 1
    }
    if (isBearer(pasted.slice(start, Math.min(end, start + BEARER.length + 1)))) {
      removed.add('bearer')
      start += BEARER.length
    }
  }
  return { token: pasted.slice(start, end), removed: [...removed].toSorted() }
}

/**
 * A bearer token as it goes into a header: printable ASCII without white space. Anything else must be refused before
 * a header is built, since Node's `fetch` quotes the whole value in the error it throws.
 */
export const accessTokenSchema = z.pipe(
  z.pipe(
    z.string(),
    z.transform((pasted: string) => tidyAccessToken(pasted).token),
  ),
  z.string().check(
    z.refine((token) => token.length > 0, 'required'),
    z.refine((token) => token.length <= ACCESS_TOKEN_LENGTH, 'too_long'),
    z.refine((token) => !/\s/u.test(token), 'white_space_inside'),
    z.refine((token) => /^[\x21-\x7e\s]*$/u.test(token), 'not_printable_ascii'),
  ),
)

const BEARER = 'bearer'

function isBearer(beginning: string): boolean {
  return /^bearer\s?$/iu.test(beginning)
}

function residueAt(text: string, index: number): PasteResidue | undefined {
  const character = text.charAt(index)
  if (/^[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]$/u.test(character)) return 'zero_width'
  if (/^\s$/u.test(character)) return 'white_space'
  if (/^["'`\u2018\u2019\u201c\u201d\u00ab\u00bb]$/u.test(character)) return 'quotes'
  return undefined
}
