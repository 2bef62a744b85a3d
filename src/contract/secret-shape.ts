import type { Connector } from './connector.ts'

/**
 * Whether a text holds something of the usual shape of a connector's secrets, wherever it stands, escaped for a URL or not.
 * A configuration is neither sealed nor hidden, and parts of it go into a URL: somebody will paste a token there.
 */
export function holdsSecretShape({ fields }: Pick<Connector, 'fields'>, text: string): boolean {
  return fields.some(({ usualShape }) => {
    if (!usualShape) return false
    const anywhere = new RegExp(usualShape.pattern.replace(/^\^/u, '').replace(/\$$/u, ''), 'u')
    return anywhere.test(text) || anywhere.test(decode(text))
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
