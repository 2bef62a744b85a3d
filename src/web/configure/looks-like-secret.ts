import type { Connector } from '../../contract/connector.ts'

/**
 * Whether a text holds something of the usual shape of a connector's secrets, wherever it stands: a configuration is
 * neither sealed nor hidden, and parts of it go into a URL.
 */
export function looksLikeSecret({ fields }: Pick<Connector, 'fields'>, text: string): boolean {
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
