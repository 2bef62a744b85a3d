import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { Secret } from '../vault/secret.ts'
import { type OutboundFailure, toReason } from './outbound-failure.ts'

export interface ExchangeRequest {
  /** Exact, as `URL.origin` writes it. */
  origin: string
  /** With the query, as it goes over the wire. */
  path: string
  method: string
  headers: Readonly<Record<string, string | Secret>>
  /** Streamed as fast as the provider takes it; null for none. */
  body: Readable | string | null
}

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Called as an answer comes; nothing more after `onEnd`, `onFailure`, or an abort. */
export interface ExchangeListener {
  /** The final head: informational ones (1xx) are left out. */
  onHead(status: number, headers: AnswerHeaders): void
  /** May come after a pause, too: what had arrived by then. */
  onData(chunk: Buffer): void
  onEnd(): void
  onFailure(reason: OutboundFailure['reason']): void
  /** Bytes of the request's body that were handed to the socket. */
  onSent(bytes: number): void
  /** The request is out, whole. */
  onRequested(): void
}

/** One request and its answer, both streamed. It has no deadline: whoever listens aborts it in time. */
export interface Exchange {
  pause(): void
  resume(): void
  /** Ends both directions; the connection is closed, as the rest of the answer is still on it. */
  abort(): void
}

/**
 * On undici's lowest level, callbacks and all: a stream or a promise a chunk would cost more than all else that a call
 * through the proxy costs.
 */
export function startExchange(
  dispatcher: Dispatcher,
  { origin, path, method, headers, body }: ExchangeRequest,
  listener: ExchangeListener,
): Exchange {
  let controller: Dispatcher.DispatchController | null = null
  let isOver = false

  function fail(error: unknown): void {
    if (isOver) return
    isOver = true
    listener.onFailure(toReason(error))
  }

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      // Given up while it waited for a connection.
      if (isOver) started.abort(new Error('Aborted'))
      else controller = started
    },
    onResponseStart(_controller, status, answerHeaders) {
      if (status >= 200 && !isOver) listener.onHead(status, answerHeaders)
    },
    onResponseData(_controller, chunk) {
      if (!isOver) listener.onData(chunk)
    },
    onResponseEnd() {
      if (isOver) return
      isOver = true
      listener.onEnd()
    },
    onResponseError(_controller, error) {
      fail(error)
    },
    onBodySent(chunk) {
      if (!isOver) listener.onSent(chunk.length)
    },
    onRequestSent() {
      if (!isOver) listener.onRequested()
    },
  }
  const options = { origin, path, method, headers: toWireHeaders(headers), body, headersTimeout: 0, bodyTimeout: 0 }
  try {
    dispatcher.dispatch(options, handler)
  } catch (error) {
    fail(error)
  }

  return {
    pause() {
      controller?.pause()
    },
    resume() {
      controller?.resume()
    },
    abort() {
      isOver = true
      controller?.abort(new Error('Aborted'))
    },
  }
}

/** Name, value, name, value. No compression is asked for: what inflates is beyond any cap on what came over the wire. */
function toWireHeaders(headers: ExchangeRequest['headers']): string[] {
  const wire = ['accept-encoding', 'identity']
  for (const name in headers) {
    if (!Object.hasOwn(headers, name)) continue
    const value = headers[name]
    if (value !== undefined) wire.push(name, value instanceof Secret ? value.reveal() : value)
  }
  return wire
}
