/** Seconds that a caller is held at most. */
const LONGEST = 60

/** Seconds that a caller prefers to wait (`Prefer: wait=20`, RFC 7240, 4.3), cut to what Latchkey does; null for none. */
export function readWait(prefer: string | string[] | undefined): number | null {
  if (prefer === undefined) return null
  const seconds = /(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:[;,]|$)/iu.exec(String(prefer))?.[1]
  return seconds === undefined ? null : Math.min(Number(seconds), LONGEST)
}
