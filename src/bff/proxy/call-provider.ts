import type { Logger } from 'pino'
import type { Region } from '../../contract/region.ts'
import type { UseDefinition } from '../connectors/connector.ts'
import type { Metrics } from '../usage/metrics.ts'
import type { Attempt } from './attempt.ts'
import { notFound, refuseError } from './call-refusals.ts'
import { createForwardedHeaders, type ForwardedHeaders } from './forwarded-headers.ts'
import { parseTarget } from './parse-target.ts'
import type { AnswerSink, CallOutcome, CallProvider, ProviderCall, ProviderTarget } from './provider-call.ts'
import { type CallDeadlines, runAttempts, type RunAttemptsDependencies } from './run-attempts.ts'
import type { UsableCredential, UsableCredentials } from './usable-credentials.ts'

export interface CallProviderDependencies extends RunAttemptsDependencies {
  credentials: UsableCredentials
  metrics: Pick<Metrics, 'refused'>
  originOf(connector: string, region: Region): string
  log: Logger
  deadlines?: CallDeadlines
}

const DEADLINES: CallDeadlines = { head: 30_000, idle: 60_000, all: 5 * 60_000 }

export function createCallProvider(dependencies: CallProviderDependencies): CallProvider {
  const { log, metrics, deadlines = DEADLINES } = dependencies
  const forwarded = new WeakMap<UseDefinition, ForwardedHeaders>()

  function headersOf(use: UseDefinition): ForwardedHeaders {
    const known = forwarded.get(use)
    if (known) return known
    const made = createForwardedHeaders(use)
    forwarded.set(use, made)
    return made
  }

  /** At once where it is known: each promise on the way of a call is one for all of them. */
  function find(call: ProviderCall): UsableCredential | null | Promise<UsableCredential | null> {
    const found = dependencies.credentials.find(call.credentialId)
    return found instanceof Promise ? found.then((credential) => pick(credential, call)) : pick(found, call)
  }

  async function run(call: ProviderCall, sink: AnswerSink): Promise<CallOutcome & { target?: ProviderTarget }> {
    const found = find(call)
    const credential = found instanceof Promise ? await found : found
    if (!credential) return { kind: 'refused', ...notFound }
    const { use } = credential.definition
    const parsed = parseTarget(use.paths, call.method, call.pathAndQuery)
    if (parsed.kind === 'refused') return parsed
    const { target } = parsed

    const headers = headersOf(use)
    const toRequest = (current: UsableCredential): Attempt['request'] => ({
      origin: dependencies.originOf(current.stored.connector, chooseRegion(current, call)),
      path: target.pathAndQuery,
      method: target.method,
      headers: { ...headers.ofRequest(call.headers), ...readLength(call), ...current.authorization },
      body: call.body,
    })
    const outcome = await runAttempts(dependencies, {
      call,
      target,
      credential,
      find: () => find(call),
      toRequest,
      forwarded: headers,
      deadlines,
      sink,
    })
    return { ...outcome, target }
  }

  return async (call, sink) => {
    const began = performance.now()
    let hasStarted = false
    let status: number | string = 'none'
    const noting: AnswerSink = {
      start(head) {
        sink.start(head)
        hasStarted = true
        status = head.status
      },
      write: sink.write,
      end: sink.end,
    }
    let outcome: CallOutcome & { target?: ProviderTarget }
    try {
      outcome = await run(call, noting)
    } catch (error) {
      const refused = { kind: 'refused', ...refuseError(error, log) } as const
      outcome = hasStarted ? { kind: 'broken' } : refused
    }
    const { target, ...rest } = outcome
    if (rest.kind === 'refused') {
      status = rest.refusal.code
      metrics.refused(rest.refusal.code)
    }
    const ms = Math.round(performance.now() - began)
    // Never the path itself: values stand in it.
    log.debug({ method: target?.method, path: target?.allowedPath, outcome: rest.kind, status, ms }, 'called')
    return rest
  }
}

function pick(credential: UsableCredential | null, { tenantId, connector }: ProviderCall): UsableCredential | null {
  if (credential?.stored.tenantId !== tenantId) return null
  return connector === null || connector === credential.stored.connector ? credential : null
}

function chooseRegion({ stored, definition }: UsableCredential, { region }: ProviderCall): Region {
  if (region) return region
  return stored.region === 'auto' ? (definition.connector.endpoints[0]?.region ?? 'us') : stored.region
}

/** A body that is streamed has the length its sender declared, or comes in chunks; one at hand is measured as it is sent. */
function readLength({ body, headers }: ProviderCall): Record<string, string> {
  const length = headers['content-length']
  return body !== null && typeof body !== 'string' && length !== undefined ? { 'content-length': length } : {}
}
