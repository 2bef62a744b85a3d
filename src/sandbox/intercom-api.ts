import { createHash } from 'node:crypto'
import type { Region } from '../contract/region.ts'
import type { Behaviour } from '../contract/sandbox.ts'
import type { Answer } from './answer.ts'
import { isAccessToken, type Random } from './access-token.ts'
import { type IntercomErrorName, intercomErrors, makeRequestId, type Refusal, toErrorList } from './error-list.ts'
import { isIntercomVersion } from './intercom-version.ts'
import { isMisbehaviour } from './misbehaviours.ts'
import type { OAuthServer } from './oauth-server.ts'
import { isRefusal, type Reply } from './operations/operation.ts'
import { findOperation } from './operations/operations.ts'
import { createRateWindows, type RateWindow } from './rate-windows.ts'
import type { SampleToken } from './sample-tokens.ts'
import { createWorkspaceRecords } from './workspace-records.ts'
import { type Workspace, workspaceOf } from './workspace.ts'

export type Call = {
  /** Whose origin was called. */
  region: Region
  method: string
  /** Path and query. */
  url: string
  authorization: string | undefined
  version: string | undefined
  /** What was sent; null for more than is read. Not there, or empty: nothing was. */
  body?: string | null
}

/** Who calls, and how they are answered. */
interface Caller {
  token: string
  window: RateWindow
  behaviour: Behaviour
  workspace: Workspace
}

/** How long the `slow` token's answers take: long enough to be seen, well inside a check's ten seconds. */
const slowness = 3_000

/** Intercom's answers as a function of a call: no socket, no clock and no chance of its own. */
export function createIntercomApi(dependencies: {
  samples: SampleToken[]
  /** What became of tokens since, whatever they were; may change. */
  behaviours?: ReadonlyMap<string, Behaviour>
  /** Tokens that OAuth gave; may change. */
  oauth?: Pick<OAuthServer, 'grants' | 'uninstall'>
  clock: () => number
  random: Random
  /** By token; Intercom's default unless given. */
  callsAWindow?: number | undefined
}): (call: Call) => Answer {
  const { behaviours, oauth, clock, random } = dependencies
  const samples = new Map(dependencies.samples.map((sample) => [sample.token, sample]))
  const windows = createRateWindows(clock, dependencies.callsAWindow)
  const recordsOf = createWorkspaceRecords()

  return (call) => {
    const token = /^Bearer (\S+)$/u.exec(call.authorization ?? '')?.[1]
    if (token === undefined) return refuse(call.authorization === undefined ? 'missing_authorization' : 'unauthorized')
    if (!isAccessToken(token)) return refuse('unauthorized')
    const sample = samples.get(token) ?? oauth?.grants.get(token)
    const behaviour = behaviours?.get(token) ?? sample?.behaviour ?? 'accepted'
    const workspace = sample?.workspace ?? workspaceOf(token)
    // The default host routes a call to the workspace's own region, as Intercom's pages say. What another region's host
    // answers is unknown; it knows no such token, so the sandbox has it say what is said of any unknown token.
    if (call.region !== 'us' && call.region !== workspace.region) return refuse('unauthorized')
    if (isMisbehaviour(behaviour)) return { misbehaviour: behaviour }
    const refusal = refusals[behaviour]
    if (refusal) return refuse(refusal)
    const window = behaviour === 'throttled' ? windows.usedUp() : windows.count(token)
    const reply = answerAuthenticated(call, { token, window, behaviour, workspace })
    const answer = isRefusal(reply) ? toRefused(reply, window) : toAnswered(reply, window, call.version)
    return behaviour === 'slow' ? { ...answer, after: slowness } : answer
  }

  function answerAuthenticated(
    { method, url, version, body }: Call,
    { token, window, behaviour, workspace }: Caller,
  ): Reply | Refusal {
    if (window.exceeded) return { error: 'rate_limit_exceeded', message: windows.exceededMessage }
    if (version !== undefined && !isIntercomVersion(version)) return { error: 'intercom_version_invalid' }
    const [path = '', search] = url.split('?', 2)
    // What Intercom answers to it, and to a token that OAuth did not give, is unknown.
    if (method === 'POST' && path === '/auth/uninstall') {
      return oauth?.uninstall(token) ? { body: {} } : { error: 'unauthorized' }
    }
    // Intercom's HTTP Responses page: a method that an endpoint does not support is a 404 as well; its 405 means that
    // this kind of admin may not do something. What it says to HEAD is unknown.
    const found = findOperation(method, path)
    if (!found) return { error: 'not_found' }
    if (path === '/me' && behaviour === 'restricted') return { error: 'forbidden' }
    // The description allows null in place of an admin; when Intercom says so is unknown.
    if (path === '/me' && behaviour === 'null_account') return { body: null }
    if (body === null) return { error: 'body_too_large' }
    const json = method === 'GET' ? undefined : parseJson(body ?? '')
    if (json === brokenJson) return { error: 'bad_request' }
    const records = () => recordsOf(workspace)
    const now = Math.floor(clock() / 1_000)
    const { operation, variables } = found
    const query = new URLSearchParams(search)
    return operation.answer({ workspace, records, variables, query, body: json, now, random })
  }

  function refuse(error: IntercomErrorName) {
    return toRefused({ error })
  }

  function toRefused(refusal: Refusal, window?: RateWindow) {
    const requestId = makeRequestId(random)
    return {
      status: intercomErrors[refusal.error].status,
      headers: { ...toGeneralHeaders(requestId), ...window?.headers },
      body: toErrorList(refusal, requestId),
    }
  }

  function toAnswered({ status = 200, body }: Reply, window: RateWindow, version = defaultVersion) {
    const text = body === undefined ? '' : JSON.stringify(body)
    const etag = `W/"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`
    const headers = { ...toGeneralHeaders(makeRequestId(random)), ...window.headers, etag, 'intercom-version': version }
    return { status, headers, body: text }
  }
}

/** What counts at Intercom is the app's own setting. */
const defaultVersion = '2.16'

/** As answers of Intercom's that others have kept show them, with a cookie that is nobody's. */
function toGeneralHeaders(requestId: string): Record<string, string> {
  return {
    'cache-control': 'max-age=0, private, must-revalidate',
    'set-cookie': `sandbox=${requestId}; path=/; HttpOnly; secure`,
    'x-request-id': requestId,
  }
}

/** Tokens that no call gets past; an answer to them counts in no window. */
const refusals: Partial<Record<Behaviour, IntercomErrorName>> = {
  invalid: 'unauthorized',
  revoked: 'token_revoked',
  suspended: 'token_suspended',
  server_error: 'server_error',
}

const brokenJson = Symbol('broken JSON')

/** Undefined for nothing; the error of `JSON.parse` would quote what it could not read. */
function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return brokenJson
  }
}
