import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Attempt, AttemptLimits } from '../access/attempt-limits.ts'
import type { ReadClient } from '../access/client.ts'
import type { DataPlaneKey, DataPlaneKeys } from '../access/data-plane-keys.ts'
import { getConnector } from '../connectors/registry.ts'
import { hashKeyText } from '../key/key-text.ts'
import type { Metrics } from '../usage/metrics.ts'
import { codingUnknown, keyInvalid, notFound, refuseError, tooManyAttempts } from './call-refusals.ts'
import { readCallerBody } from './caller-body.ts'
import type { AnswerSink, CallOutcome, CallProvider, CallRefusal } from './provider-call.ts'
import { toRateLimitHeaders } from './rate-limit-headers.ts'
import { readWait } from './read-prefer.ts'
import { writeRefusal } from './write-refusal.ts'

export interface ProxyDoorDependencies {
  readClient: ReadClient
  attemptLimits: AttemptLimits
  keys: DataPlaneKeys
  callProvider: CallProvider
  metrics: Pick<Metrics, 'refused'>
  clock(): Date
  log: Logger
}

/**
 * `ANY /proxy/{credentialId}/{path}`, on Node's own request and response: to go through an app that is a function of a
 * Request costs more than all that a call does besides. @returns false for what is not the proxy's
 */
export type ProxyDoor = (request: IncomingMessage, response: ServerResponse) => boolean

export function createProxyDoor(dependencies: ProxyDoorDependencies): ProxyDoor {
  return (request, response) => {
    if (!isForProxy(request.url ?? '')) return false
    answer(dependencies, request, response).catch((error: unknown) => {
      dependencies.log.error({ err: error }, 'call failed')
      response.destroy()
    })
    return true
  }
}

const PREFIX = '/proxy/'

/** In absolute-form, too (RFC 9112, 3.2.2), so that nothing of the proxy's ever reaches the app. */
function isForProxy(url: string): boolean {
  return url.startsWith(PREFIX) || /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#]*)?\/proxy(?:$|[/?#])/iu.test(url)
}

async function answer(
  { readClient, attemptLimits, keys, callProvider, metrics, clock, log }: ProxyDoorDependencies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { headers, method = '', url = '' } = request
  const seconds = readWait(headers['prefer'])
  const applied = seconds === null ? null : { 'preference-applied': `wait=${seconds}` }
  let key: DataPlaneKey | null = null

  /** Before anybody called a provider, and counted. */
  function turnAway(refused: CallRefusal): void {
    metrics.refused(refused.refusal.code)
    refuse(refused)
  }

  function refuse(refused: CallRefusal): void {
    const rateLimit = key && refused.budget ? describeBudget(key, refused.budget) : null
    writeRefusal(request, response, refused, { ...rateLimit, ...applied })
  }

  function describeBudget({ connector }: DataPlaneKey, budget: NonNullable<CallRefusal['budget']>) {
    const { window } = getConnector(connector).use.rateLimit
    return toRateLimitHeaders(connector, window, budget, clock().getTime())
  }

  const client = readClient({
    peer: request.socket.remoteAddress,
    forwardedFor: String(headers['x-forwarded-for'] ?? ''),
    forwardedProto: String(headers['x-forwarded-proto'] ?? ''),
  })
  if (client.refusal) return turnAway({ refusal: client.refusal, error: 'http_request_denied' })
  const { authorization } = headers
  const name = authorization ? hashKeyText(authorization) : null
  const attempt: Attempt = { door: 'proxy', address: client.address, name }
  const wait = attemptLimits.wait(attempt)
  if (wait !== null) return turnAway(tooManyAttempts(wait))
  try {
    const known = keys.authenticate(authorization)
    key = known instanceof Promise ? await known : known
  } catch (error) {
    return turnAway(refuseError(error, log))
  }
  if (!key) {
    // Who shows nothing guesses at nothing.
    if (name !== null) attemptLimits.failed(attempt)
    return turnAway(keyInvalid)
  }
  attemptLimits.succeeded(attempt)
  const caller = key
  const end = url.startsWith(PREFIX) ? url.indexOf('/', PREFIX.length) : -1
  if (end === -1) return turnAway(notFound)
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked') return turnAway(codingUnknown)

  // Whoever left while the key was looked up is past being noticed below.
  if (response.destroyed) return
  const leaving = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) leaving.abort()
  })
  const sink: AnswerSink = {
    start({ status, headers: forwarded, budget }) {
      response.writeHead(status, {
        ...forwarded,
        'proxy-status': `latchkey; received-status=${status}`,
        ...(budget && describeBudget(caller, budget)),
        ...applied,
      })
    },
    write(chunk, onDrain) {
      const hasRoom = response.write(chunk)
      if (!hasRoom) response.once('drain', onDrain)
      return hasRoom
    },
    end() {
      response.end()
    },
  }
  const body = readCallerBody(request)
  const outcome: CallOutcome = await callProvider(
    {
      tenantId: caller.tenantId,
      credentialId: url.slice(PREFIX.length, end),
      connector: caller.connector,
      keyId: caller.id,
      region: null,
      method,
      pathAndQuery: url.slice(end),
      headers: headers as Record<string, string | undefined>,
      body,
      priority: 'flow',
      patience: (seconds ?? 0) * 1_000,
      mayCall: async () => (await keys.authenticate(authorization)) !== null,
      signal: leaving.signal,
    },
    sink,
  )
  body?.destroy()
  if (outcome.kind === 'refused') refuse(outcome)
  // The only way to tell a caller that what it has is not the whole (RFC 9112, 8).
  if (outcome.kind === 'broken') response.destroy()
}
