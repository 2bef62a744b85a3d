import type { AnswerHeaders, Exchange, ExchangeRequest } from '../provider/exchange.ts'
import type { Outbound, OutboundFailure } from '../provider/outbound.ts'
import type { EchoGuard, EchoWatch } from './echo-guard.ts'
import type { AnswerHead, AnswerSink } from './provider-call.ts'

/**
 * `answered`, `broken`: as in `CallOutcome`. In all other cases the sink was given nothing: `set_aside` is an answer that
 * nobody wanted, `withheld` one that quotes the secret.
 */
export type AttemptEnd =
  | { kind: 'answered' | 'broken' | 'set_aside' | 'withheld' | 'left' }
  | { kind: 'failed'; reason: OutboundFailure['reason'] }

export interface Attempt {
  request: ExchangeRequest
  echoGuard: EchoGuard
  /** Milliseconds: to the head of the answer while nothing moves, between two parts of the answer, and for all. */
  deadlines: { head: number; idle: number; all: number }
  signal: AbortSignal
  /** Once, where an answer comes. @returns what is forwarded of it; null to set it aside */
  onHead(status: number, headers: AnswerHeaders): AnswerHead | null
  sink: AnswerSink
}

export interface AttemptReport {
  end: AttemptEnd
  bytesSent: number
  bytesReceived: number
  /** The request was out, whole: what went wrong after that is the provider's doing, or the way's. */
  isRequested: boolean
}

/**
 * One exchange, to its end. The sink gets the head with the first bytes of the body, not before: until then whatever goes
 * wrong can still be told, and tried again. A small answer comes as one.
 */
export function makeAttempt(
  outbound: Pick<Outbound, 'exchange'>,
  { request, echoGuard, deadlines, signal, onHead, sink }: Attempt,
): Promise<AttemptReport> {
  const { promise, resolve } = Promise.withResolvers<AttemptReport>()
  let head: AnswerHead | null = null
  let hasStarted = false
  let isPaused = false
  let watch: EchoWatch | null = null
  const report = { bytesSent: 0, bytesReceived: 0, isRequested: false }
  let silence = setTimeout(giveUp, deadlines.head)
  const late = setTimeout(() => abort({ kind: 'failed', reason: 'timeout' }), deadlines.all)
  let exchange: Exchange | null = null
  let isOver = false

  function end(how: AttemptEnd): void {
    if (isOver) return
    isOver = true
    clearTimeout(silence)
    clearTimeout(late)
    signal.removeEventListener('abort', leave)
    const isWhole = how.kind === 'answered'
    resolve({ ...report, end: hasStarted && !isWhole ? { kind: 'broken' } : how })
  }

  function abort(how: AttemptEnd): void {
    end(how)
    exchange?.abort()
  }

  function leave(): void {
    abort({ kind: 'left' })
  }

  function giveUp(): void {
    // A caller that does not read on is no silence of the provider's.
    if (isPaused) silence.refresh()
    else abort({ kind: 'failed', reason: 'timeout' })
  }

  function resume(): void {
    isPaused = false
    exchange?.resume()
  }

  function start(): void {
    if (hasStarted || !head) return
    sink.start(head)
    hasStarted = true
  }

  function give(chunk: Buffer): void {
    if (chunk.length === 0) return
    start()
    if (sink.write(chunk, resume)) return
    isPaused = true
    exchange?.pause()
  }

  /** A sink that fails, for a header that cannot be written or whatever it is, ends the attempt and nothing else. */
  function deliver(act: () => void): void {
    try {
      act()
    } catch {
      abort({ kind: 'failed', reason: 'broken' })
    }
  }

  if (signal.aborted) end({ kind: 'left' })
  else signal.addEventListener('abort', leave)
  if (isOver) return promise

  exchange = outbound.exchange(request, {
    onHead(status, headers) {
      head = onHead(status, headers)
      if (!head) return abort({ kind: 'set_aside' })
      if (quotes(head, echoGuard)) return abort({ kind: 'withheld' })
      watch = echoGuard.watch()
      clearTimeout(silence)
      silence = setTimeout(giveUp, deadlines.idle)
    },
    onData(chunk) {
      report.bytesReceived += chunk.length
      silence.refresh()
      const passed = watch?.pass(chunk) ?? null
      if (passed) deliver(() => give(passed))
      else abort({ kind: 'withheld' })
    },
    onEnd() {
      deliver(() => {
        give(watch?.rest() ?? Buffer.alloc(0))
        start()
        sink.end()
        end({ kind: 'answered' })
      })
    },
    onFailure(reason) {
      end({ kind: 'failed', reason })
    },
    onSent(bytes) {
      report.bytesSent += bytes
      silence.refresh()
    },
    onRequested() {
      report.isRequested = true
      silence.refresh()
    },
  })
  return promise
}

function quotes({ headers }: AnswerHead, echoGuard: EchoGuard): boolean {
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string' ? echoGuard.isIn(value) : value?.some((each) => echoGuard.isIn(each))) return true
  }
  return false
}
