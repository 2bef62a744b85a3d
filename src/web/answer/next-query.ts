import { type Parameter, sourceConfigurationSchema } from '../../contract/configuration.ts'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { TestRequest } from '../../contract/test-request.ts'
import { valueAtPointer } from './records.ts'

/**
 * The query that asks for the page after an answer: the request's own with the answer's cursor, or the one of the
 * answer's link. Null where the answer tells of no further page.
 */
export function nextQuery(
  { next, parameter, link }: ConnectorDetail['paging'],
  { path, query = [] }: Pick<TestRequest, 'path' | 'query'>,
  answer: unknown,
): Parameter[] | null {
  const cursor = valueAtPointer(answer, next)
  if (typeof cursor === 'string' && cursor !== '') {
    return [...query.filter(({ name }) => name !== parameter), { name: parameter, value: cursor }]
  }
  const address = valueAtPointer(answer, link)
  return typeof address === 'string' ? queryOf(address, path) : null
}

/**
 * A provider must not lead a test anywhere else: nothing is taken of its link but the query, and that only where the path
 * is the one that was configured. The host does not matter, since Latchkey asks the credential's.
 */
function queryOf(address: string, path: string): Parameter[] | null {
  const url = URL.parse(address)
  if (!url || !/^https?:$/u.test(url.protocol) || url.pathname !== path) return null
  const parameters = Array.from(url.searchParams, ([name, value]) => ({ name, value }))
  const parsed = sourceConfigurationSchema.shape.query.safeParse(parameters)
  return parsed.success && parsed.data.length > 0 ? parsed.data : null
}
