import type { Connector } from '../../contract/connector.ts'

/**
 * Whether a text holds something of the usual shape of a connector's secrets, wherever it stands. What rests unsealed in
 * the store, or goes into a URL, must not: somebody will paste a token there.
 */
export function holdsSecretShape({ fields }: Pick<Connector, 'fields'>, text: string): boolean {
  return fields.some(({ usualShape }) => usualShape && withoutAnchors(usualShape.pattern).test(text))
}

function withoutAnchors(pattern: string): RegExp {
  return new RegExp(pattern.replace(/^\^/u, '').replace(/\$$/u, ''), 'u')
}
