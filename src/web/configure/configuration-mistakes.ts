import { type DestinationConfiguration, isJsonType, type Parameter } from '../../contract/configuration.ts'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { InputCode } from '../../contract/problem.ts'
import { holdsSecretShape } from '../../contract/secret-shape.ts'
import { isBlank } from './blank-rows.ts'
import { type Configuration, isDestination } from './configuration.ts'
import { parseJson } from './parse-json.ts'
import { placeholdersOf } from './path-placeholders.ts'

/** What can be wrong with a configuration beside what can be wrong with any input. */
export type MistakeCode = InputCode | 'braces_left' | 'not_a_path' | 'unknown_header' | 'not_json' | 'holds_secret'

/** By the place in the body, as a JSON Pointer (RFC 6901) has it, but without its first slash. */
export type Mistakes = Record<string, MistakeCode | undefined>

/** What keeps a configuration from being sent or saved, as far as the page can tell. The BFF knows more. */
export function findMistakes(detail: ConnectorDetail, configuration: Configuration): Mistakes {
  const { path, query, headers } = configuration
  const isSecret = (text: string) => holdsSecretShape(detail, text)
  return {
    'configuration/path': pathMistake(path, isSecret),
    ...Object.fromEntries(
      query.flatMap((parameter, index) => parameterMistakes('query', index, parameter, { isSecret })),
    ),
    ...Object.fromEntries(
      headers.flatMap((header, index) => parameterMistakes('headers', index, header, { isSecret, detail })),
    ),
    'configuration/sample': isDestination(configuration) ? sampleMistake(configuration, isSecret) : undefined,
  }
}

function pathMistake(path: string, isSecret: (text: string) => boolean): MistakeCode | undefined {
  if (path === '') return 'required'
  if (isSecret(path)) return 'holds_secret'
  if (placeholdersOf(path).length > 0) return 'braces_left'
  return /^\/[\x21-\x7e]*$/u.test(path) && !/[?#{}]/u.test(path) ? undefined : 'not_a_path'
}

function sampleMistake(
  { sample, contentType }: DestinationConfiguration,
  isSecret: (text: string) => boolean,
): MistakeCode | undefined {
  if (isSecret(sample)) return 'holds_secret'
  return sample !== '' && isJsonType(contentType) && parseJson(sample) === undefined ? 'not_json' : undefined
}

function parameterMistakes(
  list: 'query' | 'headers',
  index: number,
  { name, value }: Parameter,
  { isSecret, detail }: { isSecret: (text: string) => boolean; detail?: ConnectorDetail },
): [string, MistakeCode][] {
  if (isBlank({ name, value })) return []
  const place = `configuration/${list}/${index}`
  const found: [string, MistakeCode][] = []
  if (name === '') found.push([`${place}/name`, 'required'])
  else if (isSecret(name)) found.push([`${place}/name`, 'holds_secret'])
  else if (detail && !detail.requestHeaders.includes(name.toLowerCase()))
    found.push([`${place}/name`, 'unknown_header'])
  if (isSecret(value)) found.push([`${place}/value`, 'holds_secret'])
  return found
}
