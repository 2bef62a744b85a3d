import { secureHeaders } from 'hono/secure-headers'

/** OWASP ASVS 5.0, 3.4. What the page does not need is closed; nothing of it is inline, and nothing may frame it. */
export const securityHeaders = secureHeaders({
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
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], usb: [], payment: [] },
  referrerPolicy: 'no-referrer',
  // Latchkey has no TLS of its own: whoever puts TLS in front decides on HSTS.
  strictTransportSecurity: false,
  xDownloadOptions: false,
  xXssProtection: false,
  xFrameOptions: 'DENY',
})
