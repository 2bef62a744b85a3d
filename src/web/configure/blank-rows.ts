import type { Parameter } from '../../contract/configuration.ts'
import type { Configuration } from './configuration.ts'

/** A row that somebody has added and left empty says nothing: it is neither sent nor wrong. */
export function isBlank({ name, value }: Parameter): boolean {
  return name === '' && value === ''
}

/** What is sent of a configuration. */
export function withoutBlankRows<Of extends Configuration>(configuration: Of): Of {
  const { query, headers } = configuration
  return {
    ...configuration,
    query: query.filter((row) => !isBlank(row)),
    headers: headers.filter((row) => !isBlank(row)),
  }
}

/** What is wrong with what was sent, at its places in the form, where blank rows count. */
export function atFormPlaces<Codes extends Record<string, unknown>>(configuration: Configuration, codes: Codes): Codes {
  return Object.fromEntries(
    Object.entries(codes).map(([place, code]) => [toFormPlace(configuration, place), code]),
  ) as Codes
}

function toFormPlace(configuration: Configuration, place: string): string {
  return place.replace(
    /^configuration\/(?<list>query|headers)\/(?<sent>\d+)(?=\/|$)/u,
    (_, list: 'query' | 'headers', sent: string) => {
      const indices = configuration[list].flatMap((row, index) => (isBlank(row) ? [] : [index]))
      return `configuration/${list}/${indices[Number(sent)] ?? sent}`
    },
  )
}
