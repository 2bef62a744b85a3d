import * as z from 'zod/mini'

/** Code points. Longer than any name a person reads, and short enough to be kept with every row. */
const LENGTH = 200

/**
 * A text that a provider says of an account, as it may be stored and shown: well formed, without control characters
 * (PostgreSQL stores no NUL), cut where nobody reads on. Null for what is no text, or has nothing to say.
 */
export const providerTextSchema = z.catch(
  z.pipe(
    z.nullish(z.string()),
    z.transform((text: string | null | undefined) => (text ? tidy(text) : null)),
  ),
  null,
)

function tidy(text: string): string | null {
  const oneLine = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return Array.from(oneLine).slice(0, LENGTH).join('') || null
}
