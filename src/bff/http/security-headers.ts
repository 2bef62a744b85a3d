import type { Context, MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

declare module 'hono' {
  interface ContextVariableMap {
    /** The one origin whose pages may show this answer in a frame; not there for an answer that nobody may frame. */
    framedBy?: string
    /** There where pages of any origin may load this answer. */
    isForEverybody?: true
    /** There for what a window passes that another one watches: the page it was opened by is to see whether it is closed. */
    keepsOpener?: true
  }
}

/** OWASP ASVS 5.0, 3.4. What the page does not need is closed; nothing of it is inline, and nothing may frame it. */
const closed = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["'none'"],
  },
  crossOriginEmbedderPolicy: 'require-corp',
  // A window that it has opened, at a provider, stays in its sight; whoever opens this page has no hold of it.
  crossOriginOpenerPolicy: 'same-origin-allow-popups',
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], usb: [], payment: [] },
  referrerPolicy: 'no-referrer',
  // Latchkey has no TLS of its own: whoever puts TLS in front decides on HSTS.
  strictTransportSecurity: false,
  xDownloadOptions: false,
  xXssProtection: false,
  xFrameOptions: 'DENY',
} satisfies Parameters<typeof secureHeaders>[0]

/** A page that isolates itself (Cross-Origin-Embedder-Policy) is given nothing that does not say so. */
const forOthers = { ...closed, crossOriginResourcePolicy: 'cross-origin' }

/** Each redirect on the way counts (html.spec.whatwg.org, cross-origin opener policies), so that of the callback, too. */
const forWatched = { ...closed, crossOriginOpenerPolicy: 'unsafe-none' }

const guardClosed = secureHeaders(closed)
const guardWatched = secureHeaders(forWatched)
const guardForOthers = secureHeaders(forOthers)

/** What the answer turned out to be decides; whatever it did not ask for stays closed. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  await chooseGuard(c.var)(c, () => Promise.resolve())
}

function chooseGuard({ framedBy, isForEverybody, keepsOpener }: Context['var']): MiddlewareHandler {
  if (framedBy) return guardFramedBy(framedBy)
  if (isForEverybody) return guardForOthers
  return keepsOpener ? guardWatched : guardClosed
}

/** X-Frame-Options knows no origin but one's own, and is left out: where both are there, the policy counts (CSP 3, 6.4.2.2). */
function guardFramedBy(origin: string): MiddlewareHandler {
  const contentSecurityPolicy = { ...closed.contentSecurityPolicy, frameAncestors: [origin] }
  return secureHeaders({ ...forOthers, contentSecurityPolicy, xFrameOptions: false })
}
