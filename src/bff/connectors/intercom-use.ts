import type { RequestMethod } from '../../contract/configuration.ts'
import type { Secret } from '../vault/secret.ts'
import type { SecretFields, ToldBudget, UseDefinition } from './connector.ts'

/** Pins the answers' shapes; without it the app's own setting in the Developer Hub counts. */
export const INTERCOM_VERSION = '2.16'

/** Milliseconds. Intercom spreads its limits over windows of ten seconds. */
export const WINDOW = 10_000

/** Calls a window, by default: 10,000 a minute. */
const CALLS_A_WINDOW = 1_667
/** A header that tells of more tells of something else. */
const MOST_CALLS = 1_000_000

/**
 * Intercom's description, 2.16: for each path the methods that it has for that or for anything below, and no other. Left
 * out is `/ip_allowlist`, which could lock the workspace's own people out.
 */
const allowed: Record<string, readonly RequestMethod[]> = {
  '/admins': ['GET', 'POST', 'PUT'],
  '/ai': ['GET', 'POST', 'PUT', 'DELETE'],
  '/articles': ['GET', 'POST', 'PUT', 'DELETE'],
  '/audiences': ['GET', 'POST', 'PUT', 'DELETE'],
  '/away_status_reasons': ['GET'],
  '/brands': ['GET'],
  '/calls': ['GET', 'POST'],
  '/companies': ['GET', 'POST', 'PUT', 'DELETE'],
  '/contacts': ['GET', 'POST', 'PUT', 'DELETE'],
  '/content': ['GET', 'POST'],
  '/content_snippets': ['GET', 'POST', 'PUT', 'DELETE'],
  '/conversations': ['GET', 'POST', 'PUT', 'DELETE'],
  '/custom_object_instances': ['GET', 'POST', 'DELETE'],
  '/data_attributes': ['GET', 'POST', 'PUT'],
  '/data_connectors': ['GET', 'POST', 'PATCH', 'DELETE'],
  '/download': ['GET'],
  '/emails': ['GET'],
  '/events': ['GET', 'POST'],
  '/export': ['GET', 'POST'],
  '/fin': ['POST'],
  '/fin_voice': ['GET', 'POST'],
  '/help_center': ['GET', 'POST', 'PUT', 'DELETE'],
  '/internal_articles': ['GET', 'POST', 'PUT', 'DELETE'],
  '/jobs': ['GET'],
  '/macros': ['GET'],
  '/me': ['GET'],
  '/messages': ['GET', 'POST'],
  '/news': ['GET', 'POST', 'PUT', 'DELETE'],
  '/notes': ['GET'],
  '/office_hours_schedules': ['GET', 'POST', 'PUT', 'DELETE'],
  '/phone_call_redirects': ['POST'],
  '/segments': ['GET'],
  '/subscription_types': ['GET'],
  '/tags': ['GET', 'POST', 'DELETE'],
  '/teams': ['GET'],
  '/ticket_states': ['GET'],
  '/ticket_types': ['GET', 'POST', 'PUT'],
  '/tickets': ['GET', 'POST', 'PUT', 'DELETE'],
  '/visitors': ['GET', 'POST', 'PUT'],
}

/** How calls are made with an access token of Intercom's. */
export const intercomUse: UseDefinition = {
  paths: Object.entries(allowed).map(([path, methods]) => ({ path, methods })),
  authorize,
  defaultHeaders: { 'intercom-version': INTERCOM_VERSION },
  requestHeaders: ['intercom-version'],
  answerHeaders: [
    'intercom-version',
    'x-request-id',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
  ],
  rateLimit: { window: WINDOW, limit: CALLS_A_WINDOW, read: readBudget },
}

export function authorize({ accessToken }: SecretFields): Record<string, Secret> {
  return accessToken ? { authorization: accessToken.map((token) => `Bearer ${token}`) } : {}
}

/**
 * `X-RateLimit-Limit`, `-Remaining` and `-Reset`. They come with authenticated answers only. What Intercom's pages show
 * as remaining in a window's first answer is the whole limit: the call itself is not yet in it.
 */
function readBudget(headers: Readonly<Record<string, string | string[] | undefined>>, now: number): ToldBudget | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    readCount(headers[`x-ratelimit-${name}`]),
  )
  if (limit == null || remaining == null || reset == null || limit === 0 || limit > MOST_CALLS) return null
  const resetsAt = reset * 1_000
  // An hour away, or past: no window of ten seconds ends then, and believing it would stop a data flow for as long.
  const isNear = resetsAt > now - WINDOW && resetsAt <= now + 6 * WINDOW
  return isNear ? { limit, remaining: Math.max(0, Math.min(remaining, limit) - 1), resetsAt } : null
}

/** Digits, and no more than a count or a time in seconds has: an empty header reads as 0 with `Number`. */
function readCount(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,10}$/u.test(header) ? Number(header) : null
}
