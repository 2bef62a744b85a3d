import type { Region } from '../contract/region.ts'
import type { Behaviour } from '../contract/sandbox.ts'
import { isAccessToken, type Random } from './access-token.ts'
import { endpoints } from './endpoints.ts'
import { type IntercomErrorName, intercomErrors, toErrorList } from './error-list.ts'
import { isIntercomVersion } from './intercom-version.ts'
import { isMisbehaviour, type Misbehaviour } from './misbehaviours.ts'
import { createRateWindows, type RateWindow, usedUpWindow } from './rate-windows.ts'
import type { SampleToken } from './sample-tokens.ts'
import { type Workspace, workspaceOf } from './workspace.ts'

export type Call = {
  /** Whose origin was called. */
  region: Region
  method: string
  /** Path and query. */
  url: string
  authorization: string | undefined
  version: string | undefined
}

/** What goes over the wire, `after` milliseconds, or how the wire is mistreated. */
export type Answer =
  | { status: number; headers: Partial<RateWindow['headers']>; body: string; after?: number }
  | { misbehaviour: Misbehaviour }

/** How long the `slow` token's answers take: long enough to be seen, well inside a check's ten seconds. */
const slowness = 3_000

/** Intercom's answers as a function of a call: no socket, no clock and no chance of its own. */
export function createIntercomApi(dependencies: {
  samples: SampleToken[]
  /** Tokens that worked until somebody revoked them; may grow. */
  revoked: ReadonlySet<string>
  clock: () => number
  random: Random
}): (call: Call) => Answer {
  const { revoked, clock, random } = dependencies
  const samples = new Map(dependencies.samples.map((sample) => [sample.token, sample]))
  const countCall = createRateWindows(clock)

  return (call) => {
    const token = /^Bearer (\S+)$/u.exec(call.authorization ?? '')?.[1]
    if (token === undefined) return refuse(call.authorization === undefined ? 'missing_authorization' : 'unauthorized')
    if (!isAccessToken(token)) return refuse('unauthorized')
    const { behaviour, workspace } = samples.get(token) ?? { behaviour: 'accepted', workspace: workspaceOf(token) }
    // The default host routes a call to the workspace's own region, as Intercom's pages say. What another region's host
    // answers is unknown; it knows no such token, so the sandbox has it say what is said of any unknown token.
    if (call.region !== 'us' && call.region !== workspace.region) return refuse('unauthorized')
    if (revoked.has(token)) return refuse('token_revoked')
    if (isMisbehaviour(behaviour)) return { misbehaviour: behaviour }
    const refusal = refusals[behaviour]
    if (refusal) return refuse(refusal)
    const answer = answerAuthenticated(call, token, behaviour, workspace)
    return behaviour === 'slow' ? { ...answer, after: slowness } : answer
  }

  function answerAuthenticated(call: Call, token: string, behaviour: Behaviour, workspace: Workspace) {
    const window = behaviour === 'throttled' ? usedUpWindow(clock) : countCall(token)
    if (window.exceeded) return refuse('rate_limit_exceeded', window)
    if (call.version !== undefined && !isIntercomVersion(call.version))
      return refuse('intercom_version_invalid', window)
    const [path = '', search] = call.url.split('?', 2)
    const endpoint = endpoints.get(path)
    // Intercom's HTTP Responses page: a method that an endpoint does not support is a 404 as well; its 405 means that
    // this kind of admin may not do something.
    if (endpoint === undefined || call.method !== 'GET') return refuse('not_found', window)
    if (path === '/me' && behaviour === 'restricted') return refuse('forbidden', window)
    // The description allows null in place of an admin; when Intercom says so is unknown.
    if (path === '/me' && behaviour === 'null_account') return accept(null, window)
    const body = endpoint(workspace, new URLSearchParams(search))
    return 'fault' in body ? refuse('parameter_invalid', window, body.fault) : accept(body, window)
  }

  function refuse(name: IntercomErrorName, window?: RateWindow, field?: string) {
    return {
      status: intercomErrors[name].status,
      headers: window?.headers ?? {},
      body: toErrorList(name, random, field),
    }
  }
}

function accept(body: object | null, window: RateWindow) {
  return { status: 200, headers: window.headers, body: JSON.stringify(body) }
}

/** Tokens that no call gets past; an answer to them counts in no window. */
const refusals: Partial<Record<Behaviour, IntercomErrorName>> = {
  invalid: 'unauthorized',
  revoked: 'token_revoked',
  suspended: 'token_suspended',
  server_error: 'server_error',
}
