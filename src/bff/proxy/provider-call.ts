import type { Readable } from 'node:stream'
import type { RequestMethod } from '../../contract/configuration.ts'
import type { RateBudget } from '../../contract/rate-budget.ts'
import type { Region } from '../../contract/region.ts'
import type { Priority } from '../budget/room.ts'
import type { Refusal } from '../refusal.ts'

/** What may be asked of a connector's API: made by `parseTarget`, which knows its allow-list, and by nothing else. */
export interface ProviderTarget {
  method: RequestMethod | 'HEAD'
  /** Below the origin, with its query, as it goes over the wire. */
  pathAndQuery: string
  /** The allowed path it is under: safe to log and to keep, since no value stands in it. */
  allowedPath: string
}

export interface ProviderCall {
  tenantId: string
  credentialId: string
  /** Refused as not found where the credential is of another; null for any. */
  connector: string | null
  /** Null for a test out of the browser. */
  keyId: string | null
  /** Whose host is asked; null for the credential's own. */
  region: Region | null
  method: string
  /** As the caller wrote them: path and query. */
  pathAndQuery: string
  /** In small letters, several of one name joined. What is not on the connector's list is left out. */
  headers: Readonly<Record<string, string | undefined>>
  /** Streamed as it comes; null for none. */
  body: Readable | string | null
  priority: Priority
  /** Milliseconds that the caller is ready to be held for room in the rate budget. */
  patience: number
  /** Asked again after each wait, where somebody may have been forbidden to call meanwhile. */
  mayCall?(): boolean | Promise<boolean>
  /** The caller left: the provider's side ends, too. */
  signal: AbortSignal
}

/** Where an answer goes as it comes. */
export interface AnswerSink {
  /** Once, before any data: the status, and the headers that are forwarded. */
  start(head: AnswerHead): void
  /** @returns false to be sent no more until `onDrain` was called */
  write(chunk: Buffer, onDrain: () => void): boolean
  /** The answer is whole. */
  end(): void
}

export interface AnswerHead {
  status: number
  headers: Readonly<Record<string, string | string[]>>
  /** Calls used so far, this one included. */
  calls: number
  budget: RateBudget | null
}

/**
 * `answered`: the sink had the whole answer. `refused`: Latchkey answers in the provider's place, and the sink was given
 * nothing. `broken`: the sink had the beginning, and the rest will not come.
 */
export type CallOutcome = { kind: 'answered' } | { kind: 'broken' } | ({ kind: 'refused' } & CallRefusal)

export interface CallRefusal {
  refusal: Refusal
  /** The name that RFC 9209, 2.3 has for what went wrong. */
  error: string
  /** Seconds, for `Retry-After`. */
  retryAfter?: number
  /** For `Allow`, of a refused method. */
  allow?: string
  /** What is known of the rate budget, where the refusal is about it. */
  budget?: RateBudget | null
}

/** Calls a provider with a credential, on behalf of somebody who never sees it. Never rejects. */
export type CallProvider = (call: ProviderCall, sink: AnswerSink) => Promise<CallOutcome>
