import { isSafeToCall } from '../config-value.ts'

/**
 * The origin of a page that may show Latchkey in a frame, exactly as a browser names it (RFC 6454, 6.2). It ends in a header
 * (Content-Security-Policy), where the host of a URL may hold what would be read as another directive or as any host at
 * all (`https://a;sandbox`, `https://*.test`): so it is letters, digits, hyphens and dots alone. An IPv6 address is none,
 * since no source can name one (CSP 3, 6.7.2.8). Null for what is no such origin, or comes in clear text from elsewhere than
 * this machine: that can be anybody's.
 */
export function parseHostOrigin(text: string): string | null {
  if (!ORIGIN.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.origin === text && isSafeToCall(url) ? url.origin : null
}

const ORIGIN = /^https?:\/\/[\d.a-z-]+(?::\d+)?$/u
