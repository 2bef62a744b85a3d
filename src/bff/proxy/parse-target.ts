import type { RequestMethod } from '../../contract/configuration.ts'
import type { UseDefinition } from '../connectors/connector.ts'
import type { CallRefusal, ProviderTarget } from './provider-call.ts'

/**
 * What a caller asks for, as far as the connector allows it. A provider and Latchkey must read a path alike, or a path
 * under an allowed one ends elsewhere (RFC 10017): so whatever any server is known to read in two ways is refused, and
 * nothing is put right.
 * @param pathAndQuery in origin-form (RFC 9112, 3.2.1)
 */
export function parseTarget(paths: UseDefinition['paths'], method: string, pathAndQuery: string): ParsedTarget {
  const question = pathAndQuery.indexOf('?')
  const path = question === -1 ? pathAndQuery : pathAndQuery.slice(0, question)
  if (!isPlainPath(path) || (question !== -1 && !isPlainQuery(pathAndQuery.slice(question + 1)))) {
    return refusePath('The path, or its query, can be read in two ways.')
  }

  const allowed = new Set<RequestMethod>()
  let allowedPath = ''
  for (const each of paths) {
    if (!isUnder(each.path, path)) continue
    for (const eachMethod of each.methods) allowed.add(eachMethod)
    if (each.path.length > allowedPath.length) allowedPath = each.path
  }
  if (allowedPath === '') return refusePath()
  if (!isAllowed(method, allowed)) {
    const allow = [...allowed, ...(allowed.has('GET') ? ['HEAD'] : [])].toSorted().join(', ')
    return { kind: 'refused', refusal: { code: 'method_not_allowed' }, error: 'http_request_denied', allow }
  }
  return { kind: 'target', target: { method, pathAndQuery, allowedPath } }
}

export type ParsedTarget = { kind: 'target'; target: ProviderTarget } | ({ kind: 'refused' } & CallRefusal)

function refusePath(detail?: string): ParsedTarget {
  const refusal = { code: 'path_not_allowed', ...(detail && { detail }) } as const
  return { kind: 'refused', refusal, error: 'http_request_denied' }
}

function isUnder(allowed: string, path: string): boolean {
  return path.startsWith(allowed) && (path.length === allowed.length || path[allowed.length] === '/')
}

/** What may be read may be asked about (RFC 9110, 9.3.2). Methods are case-sensitive (9.1). */
function isAllowed(method: string, allowed: ReadonlySet<string>): method is ProviderTarget['method'] {
  return allowed.has(method === 'HEAD' ? 'GET' : method)
}

/** RFC 3986, 3.3, without the `;` that some servers end a segment at, and without empty segments. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9\-._~!$&'()*+,=:@%]+)+$/u
/** RFC 3986, 3.4, with the brackets that many write plain, and without the `'` that a URL of the web has escaped. */
const PLAIN_QUERY = /^[A-Za-z0-9\-._~!$&()*+,;=:@/?%[\]]*$/u

/** Dots, to a server that decodes before it splits, or trims. */
const DOTS = /^\s*\.{1,2}\s*(?:$|[;?#])/u

function isPlainPath(path: string): boolean {
  if (!PLAIN_PATH.test(path)) return false
  return path.split('/').every((segment) => {
    if (segment === '.' || segment === '..') return false
    // `%2e` is a dot to some, and a name to others.
    if (!segment.includes('%')) return true
    const decoded = decode(segment)
    return decoded !== null && !/%2e/iu.test(segment) && !/[/\\%\p{Cc}]/u.test(decoded) && !DOTS.test(decoded)
  })
}

function isPlainQuery(query: string): boolean {
  return PLAIN_QUERY.test(query) && (!query.includes('%') || decode(query) !== null)
}

/** Null for an escape that is none, or is of no UTF-8. */
function decode(escaped: string): string | null {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return null
  }
}
