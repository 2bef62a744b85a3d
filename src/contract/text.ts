import * as z from 'zod/mini'

/** Code points, not UTF-16 units: an emoji counts once for people, so it counts once here. */
export const NAME_LENGTH = 120
export const DESCRIPTION_LENGTH = 1_000

/** A name a person gives: one line, NFC, trimmed, 1 to 120 code points. */
export const nameSchema = z.string().check(
  z.normalize('NFC'),
  z.trim(),
  z.refine((text) => text.length > 0, 'required'),
  z.refine(isWellFormed, 'lone_surrogate'),
  z.refine((text) => text.length === 0 || !isInvisible(text), 'blank'),
  z.refine((text) => isInvisible(text) || !/\p{Cc}/u.test(text), 'control_character'),
  z.refine((text) => countCodePoints(text) <= NAME_LENGTH, 'too_long'),
)

/** A description: lines and tabs are welcome, every other control character is refused; may be empty. */
export const descriptionSchema = z.string().check(
  z.normalize('NFC'),
  z.trim(),
  z.refine(isWellFormed, 'lone_surrogate'),
  z.refine((text) => text.length === 0 || !isInvisible(text), 'blank'),
  z.refine((text) => isInvisible(text) || !/[^\P{Cc}\n\r\t]/u.test(text), 'control_character'),
  z.refine((text) => countCodePoints(text) <= DESCRIPTION_LENGTH, 'too_long'),
)

export function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** PostgreSQL stores no lone surrogate, and JSON in UTF-8 has no way to say one. */
function isWellFormed(text: string): boolean {
  return text.isWellFormed()
}

/** Control, zero-width and other format characters alone: a name nobody can see. */
function isInvisible(text: string): boolean {
  return /^[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u2800\u3164\uffa0]*$/u.test(text)
}
