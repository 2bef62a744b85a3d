import * as z from 'zod/mini'

/** Characters. Intercom's tokens have 60; four thousand leaves room for any provider's. */
export const ACCESS_TOKEN_LENGTH = 4_096

/** What a paste brought around a token, in the order in which a person would name it. */
export type PasteResidue = 'bearer' | 'quotes' | 'white_space' | 'zero_width'

/**
 * Takes off what a paste brings around a token: white space, quotes, zero-width characters, a leading `Bearer`.
 * What stands *inside* the token stays, for {@link accessTokenSchema} to refuse.
 */
export function tidyAccessToken(pasted: string): { token: string; removed: PasteResidue[] } {
  const removed = new Set<PasteResidue>()
  let token = pasted
  for (let before = ''; before !== token;) {
    before = token
    for (const [residue, pattern] of residues) {
      const rest = token.replace(pattern, '')
      if (rest !== token) removed.add(residue)
      token = rest
    }
  }
  return { token, removed: [...removed].toSorted() }
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

const zeroWidth = '[\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff]'
const quotes = '["\'`\\u2018\\u2019\\u201c\\u201d\\u00ab\\u00bb]'

const residues: [PasteResidue, RegExp][] = [
  ['white_space', /^\s+|\s+$/gu],
  ['zero_width', new RegExp(`^${zeroWidth}+|${zeroWidth}+$`, 'gu')],
  ['quotes', new RegExp(`^${quotes}+|${quotes}+$`, 'gu')],
  ['bearer', /^bearer(?=\s|$)/iu],
]
