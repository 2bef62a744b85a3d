import type * as z from 'zod/mini'
import { CLIENT_HEADER } from '../../contract/endpoints.ts'
import { type Problem, type ProblemCode, problemSchema } from '../../contract/problem.ts'
import { holdForSession, sessionHeaders } from './session-hold.ts'

/** Milliseconds until Latchkey counts as not answering: a check's own ten seconds, twice. */
export const ANSWER_TIMEOUT = 20_000

/** Latchkey answered, and refused. */
export class ProblemFailure extends Error {
  override name = 'ProblemFailure'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

/** Latchkey has nothing under that address: it is gone, or never was. */
export function isNotFound(failure: unknown): boolean {
  return isProblem(failure, 'not_found')
}

/** Nobody is signed in. */
export function isSessionRequired(failure: unknown): boolean {
  return isProblem(failure, 'session_required')
}

export function isProblem(failure: unknown, code: ProblemCode): failure is ProblemFailure {
  return failure instanceof ProblemFailure && failure.problem.code === code
}

export type NoAnswerReason = 'unreachable' | 'timeout' | 'unexpected_answer'

/** Latchkey did not answer, or something answered in its place. Whether it acted is unknown. */
export class NoAnswerFailure extends Error {
  override name = 'NoAnswerFailure'
  readonly reason: NoAnswerReason

  constructor(reason: NoAnswerReason) {
    super(`Latchkey did not answer (${reason})`)
    this.reason = reason
  }
}

type RequestOptions<Answer> = {
  /** What the answer is parsed with. */
  schema: z.ZodMiniType<Answer>
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  headers?: Record<string, string>
  /** Milliseconds, where {@link ANSWER_TIMEOUT} is not enough. */
  timeout?: number
  signal?: AbortSignal
  /** For the doors to a session: that there is none is their answer, and nothing to wait for. */
  isDoor?: boolean
}

/**
 * Calls the BFF. Where the session is over it waits until there is one again, and sends the same once more: what was typed
 * into a form is not lost on a session that ended. That waiting has no limit but the caller's signal.
 * @throws {ProblemFailure} where it refused
 * @throws {NoAnswerFailure} where it did not answer in time, or not as Latchkey does
 * @throws the signal's own reason where the caller aborted
 */
export function request<Answer>(path: string, options: RequestOptions<Answer>): Promise<Answer> {
  const { method = 'GET', signal, isDoor = false } = options
  const sendOnce = () => send(path, options)
  return isDoor ? sendOnce() : holdForSession(sendOnce, isSessionRequired, { signal, isByPerson: method !== 'GET' })
}

async function send<Answer>(path: string, options: RequestOptions<Answer>): Promise<Answer> {
  const { schema, method = 'GET', body, signal } = options
  const timeout = AbortSignal.timeout(options.timeout ?? ANSWER_TIMEOUT)
  const { ok, answer } = await exchange(path, {
    method,
    headers: {
      Accept: 'application/json',
      ...(method !== 'GET' && { [CLIENT_HEADER]: 'web' }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...sessionHeaders(),
      ...options.headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }).catch((failure: unknown) => {
    // What failed is not passed on as a cause: browsers quote what was sent in some of their messages.
    signal?.throwIfAborted()
    if (timeout.aborted) throw new NoAnswerFailure('timeout')
    throw new NoAnswerFailure(failure instanceof SyntaxError ? 'unexpected_answer' : 'unreachable')
  })
  if (!ok) throw new ProblemFailure(parse(problemSchema, answer))
  return parse(schema, answer)
}

function parse<Answer>(schema: z.ZodMiniType<Answer>, answer: unknown): Answer {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw new NoAnswerFailure('unexpected_answer')
  return parsed.data
}

/** The body is read under the same signal: headers alone are no answer. */
async function exchange(path: string, init: RequestInit): Promise<{ ok: boolean; answer: unknown }> {
  const response = await fetch(path, init)
  // RFC 9110, 15.3.5: a 204 has no body to read.
  return { ok: response.ok, answer: response.status === 204 ? null : await response.json() }
}
