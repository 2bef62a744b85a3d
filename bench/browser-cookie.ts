import type { Cookie } from 'playwright'
import type { RunningLatchkey } from './process.ts'

/** The session of whoever works on this machine, as a browser has it that was signed in by the link. */
export function toBrowserCookies({ origin, cookie }: Pick<RunningLatchkey, 'origin' | 'cookie'>): (Pick<
  Cookie,
  'name' | 'value' | 'secure' | 'httpOnly' | 'sameSite'
> & {
  url: string
})[] {
  const [name = '', value] = cookie.split('=')
  if (value === undefined) return []
  // A browser has a Secure cookie of loopback without TLS, but is only handed one for https.
  const url = origin.replace('http:', 'https:')
  return [{ name, value, url, secure: true, httpOnly: true, sameSite: 'Lax' }]
}
