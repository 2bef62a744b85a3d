import type { Context } from 'hono'

/** A request's condition: whether it holds for a credential that has this entity tag. */
export function readIfMatch(c: Context): (etag: string) => boolean {
  const ifMatch = c.req.header('if-match')
  return (etag) => passesIfMatch(ifMatch, etag)
}

/**
 * Whether a change may go on that has this `If-Match` (RFC 9110, 13.1.1): one without the header always may, `*` whatever
 * there is, any other only where the list has the very tag. A weak tag never matches, and what is no list matches nothing.
 */
export function passesIfMatch(ifMatch: string | undefined, etag: string): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return true
  const isList = /^[\s,]*$/u.test(ifMatch.replaceAll(ENTITY_TAG, ''))
  return isList && ifMatch.matchAll(ENTITY_TAG).some(([tag]) => tag === etag)
}

/** RFC 9110, 8.8.3; a comma may stand inside. */
const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/gu
