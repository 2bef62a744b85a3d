import type { RateBudgets } from '../budget/rate-budgets.ts'
import type { ToldBudget } from '../connectors/connector.ts'
import type { AnswerHeaders } from '../provider/exchange.ts'
import type { Outbound } from '../provider/outbound.ts'
import type { CountUse } from '../usage/credential-use.ts'
import type { Wait } from '../wait.ts'
import { type Attempt, type AttemptEnd, makeAttempt } from './attempt.ts'
import type { Breakers, CallHealth } from './breakers.ts'
import {
  answerWithheld,
  callerLeft,
  keyInvalid,
  notFound,
  refuseFailed,
  refuseHost,
  refuseRoom,
} from './call-refusals.ts'
import type { ForwardedHeaders } from './forwarded-headers.ts'
import type { AnswerHead, AnswerSink, CallOutcome, CallRefusal, ProviderCall, ProviderTarget } from './provider-call.ts'
import { createRetryDelays, isHostFailure, isPassing, isRepeatable, isWorthRepeating } from './retry-rule.ts'
import type { UsableCredential } from './usable-credentials.ts'

export interface RunAttemptsDependencies {
  outbound: Pick<Outbound, 'exchange'>
  rateBudgets: RateBudgets
  breakers: Breakers
  countUse: CountUse
  /** The provider did not accept the secret: to be called with every such answer, and never waited for. */
  askVerdict(credential: UsableCredential): void
  clock(): Date
  wait: Wait
}

/** Milliseconds; what a call waits for room in its budget comes on top. */
export interface CallDeadlines {
  /** To the head of the answer, all attempts included, while nothing of a body goes out. */
  head: number
  /** From one part of the answer to the next, while the caller takes them. */
  idle: number
  /** To the last byte. */
  all: number
}

export interface PreparedCall {
  call: ProviderCall
  target: ProviderTarget
  credential: UsableCredential
  /** The credential as it is now; null where there is none for this caller any more. */
  find(): UsableCredential | null | Promise<UsableCredential | null>
  toRequest(credential: UsableCredential): Attempt['request']
  forwarded: ForwardedHeaders
  deadlines: CallDeadlines
  sink: AnswerSink
}

/** Calls until there is an answer for the sink, or nothing more to be tried. Each attempt has room of its own. */
export async function runAttempts(
  dependencies: RunAttemptsDependencies,
  { call, target, credential: found, find, toRequest, forwarded, deadlines, sink }: PreparedCall,
): Promise<CallOutcome> {
  const { outbound, rateBudgets, breakers, countUse, askVerdict, clock, wait } = dependencies
  const { priority, signal } = call
  const { rateLimit } = found.definition.use
  const budget = rateBudgets.of(call.credentialId, rateLimit)
  let credential = found
  let { patience } = call
  let calls = 0
  /** Milliseconds of attempts, and between them. */
  let spent = 0
  let hasRoom = false
  let wasHeld = false
  /** Milliseconds before the next attempt; null for no other. */
  let delay: number | null = null
  let nextDelay: (() => number) | null = null

  function learn(told: ToldBudget | null): void {
    if (hasRoom) budget.learn(told)
    hasRoom = false
  }

  function mayRepeat(since: number): boolean {
    if (!isRepeatable(target, call.body, calls)) return false
    nextDelay ??= createRetryDelays()
    const pause = nextDelay()
    if (spent + since + pause >= deadlines.head || !budget.take(priority, pause)) return false
    hasRoom = true
    delay = pause
    return true
  }

  /** A 429 tells when the next window begins: whoever can wait as long is spared it, once. */
  function mayBeHeld(status: number, told: ToldBudget | null): boolean {
    if (status !== 429 || wasHeld || call.body !== null || !told) return false
    if (told.resetsAt - clock().getTime() >= patience) return false
    wasHeld = true
    delay = 0
    return true
  }

  /** The usual case, without a wait. */
  function takeRoom(): boolean {
    hasRoom ||= budget.take(priority)
    return hasRoom
  }

  /** Null once there is room; else why there is none. */
  async function waitForRoom(): Promise<CallRefusal | null> {
    const began = performance.now()
    const room = await budget.wait({ priority, patience, signal })
    patience = Math.max(0, patience - (performance.now() - began))
    if (room.kind !== 'room') return { ...refuseRoom(room, clock().getTime()), budget: budget.read() }
    hasRoom = true
    return lookAgain()
  }

  /** Whoever waited has what was true before: a key may be revoked by now, or a credential deleted. */
  async function lookAgain(): Promise<CallRefusal | null> {
    if (call.mayCall && !(await call.mayCall())) return keyInvalid
    const current = await find()
    if (current) credential = current
    return current ? null : notFound
  }

  async function attempt(settle: (health: CallHealth) => void, request: Attempt['request']): Promise<AttemptEnd> {
    const began = performance.now()
    let latency: number | null = null
    let status: number | null = null
    let told: ToldBudget | null = null
    calls += 1
    delay = null

    function onHead(answered: number, headers: AnswerHeaders): AnswerHead | null {
      latency = performance.now() - began
      status = answered
      told = rateLimit.read(headers, clock().getTime())
      learn(told)
      if (answered === 401) askVerdict(credential)
      const isSetAside = (isWorthRepeating(answered, headers) && mayRepeat(latency)) || mayBeHeld(answered, told)
      settle(isHostFailure(answered) ? failedUnless(isSetAside) : 'well')
      if (isSetAside) return null
      return { status: answered, headers: forwarded.ofAnswer(headers), calls, budget: budget.read() }
    }

    const left = { ...deadlines, head: deadlines.head - spent, all: deadlines.all - spent }
    const { echoGuard } = credential
    const report = await makeAttempt(outbound, { request, echoGuard, deadlines: left, signal, onHead, sink })
    const { end, isRequested, bytesSent, bytesReceived } = report
    const took = performance.now() - began
    if (latency === null) learn(null)
    const isSetAside = end.kind === 'failed' && isPassing(end.reason) && mayRepeat(took)
    if (latency === null) {
      const isHosts = end.kind === 'failed' && (isRequested || call.body === null)
      settle(isHosts ? failedUnless(isSetAside) : 'unknown')
    }
    spent += took
    const { tenantId, credentialId, keyId } = call
    const { connector } = credential.stored
    latency ??= took
    countUse({ tenantId, credentialId, connector, keyId, status, bytesSent, bytesReceived, latency, budget: told })
    return end
  }

  try {
    for (;;) {
      const request = toRequest(credential)
      const breaker = breakers.of(request.origin)
      // Before there is room: what is refused here uses up none.
      const retryAfter = breaker.readRetryAfter()
      if (retryAfter !== null) return { kind: 'refused', ...refuseHost(retryAfter) }
      const before = credential
      const refusal = takeRoom() ? null : await waitForRoom()
      if (refusal) return { kind: 'refused', ...refusal }
      if (signal.aborted) return { kind: 'refused', ...callerLeft }
      const settle = breaker.begin()
      if (!settle) return { kind: 'refused', ...refuseHost(breaker.readRetryAfter() ?? 1) }

      const end = await attempt(settle, credential === before ? request : toRequest(credential))
      if (end.kind === 'answered' || end.kind === 'broken') return { kind: end.kind }
      if (end.kind === 'withheld') return { kind: 'refused', ...answerWithheld }
      if (end.kind === 'left') return { kind: 'refused', ...callerLeft }
      if (delay === null) return { kind: 'refused', ...refuseFailed(end.kind === 'failed' ? end.reason : 'broken') }
      if (delay > 0) {
        await wait(delay, signal)
        spent += delay
        const changed = await lookAgain()
        if (changed) return { kind: 'refused', ...changed }
      }
    }
  } finally {
    // Room that came to no call.
    learn(null)
  }
}

/** A call that is made again counts once, however it ends: else one caller alone would soon close a host to all. */
function failedUnless(isSetAside: boolean): CallHealth {
  return isSetAside ? 'unknown' : 'failed'
}
