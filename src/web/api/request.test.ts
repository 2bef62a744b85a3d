import { afterEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { NoAnswerFailure, ProblemFailure, request } from './request.ts'

const schema = z.object({ name: z.string() })
const canary = 'canary-of-a-secret'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('a change carries the client header and JSON; a read carries neither', async () => {
  const fetched = answerWith(async () => Response.json({ name: 'Acme' }))
  await request('/api/things', { schema })
  await request('/api/things', { schema, method: 'POST', body: { a: 1 }, headers: { 'X-More': 'yes' } })
  const [read, change] = fetched.mock.calls.map(([, init]) => init)
  expect(read?.headers).toEqual({ Accept: 'application/json' })
  expect(change).toMatchObject({
    method: 'POST',
    body: '{"a":1}',
    credentials: 'same-origin',
    headers: { 'Latchkey-Client': 'web', 'Content-Type': 'application/json', 'X-More': 'yes' },
  })
})

test('an answer is what the schema makes of it', async () => {
  answerWith(async () => Response.json({ name: 'Acme', more: true }))
  await expect(request('/', { schema })).resolves.toEqual({ name: 'Acme' })
})

test('a refusal is thrown as its problem', async () => {
  const problem = { type: 'about:blank', title: 'There is nothing here', status: 404, code: 'not_found' }
  answerWith(async () => Response.json(problem, { status: 404 }))
  const failure = await failureOf(request('/', { schema }))
  expect(failure).toBeInstanceOf(ProblemFailure)
  expect(failure).toMatchObject({ problem })
})

test.each([
  ['JSON of another form', () => Response.json({ nothing: 1 })],
  ['a page', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
  ['a refusal that is no problem of ours', () => Response.json({ error: 'x' }, { status: 400 })],
])('%s counts as no answer', async (_, answer) => {
  answerWith(async () => answer())
  expect(await failureOf(request('/', { schema }))).toMatchObject({ reason: 'unexpected_answer' })
})

test('S1 what was sent is in no failure', async () => {
  answerWith(async () => {
    throw new TypeError(`cannot send ${canary}`)
  })
  const failure = await failureOf(request('/', { schema, method: 'POST', body: { secret: canary } }))
  expect(failure).toBeInstanceOf(NoAnswerFailure)
  expect(failure).toMatchObject({ reason: 'unreachable' })
  expect([String(failure), failure.stack, JSON.stringify(failure), failure.cause].join(' ')).not.toContain(canary)
})

test('no answer in time is a failure of its own', async () => {
  const timeout = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(timeout.signal)
  answerWith((_, init) => untilAborted(init?.signal))
  const waiting = failureOf(request('/', { schema }))
  timeout.abort()
  expect(await waiting).toMatchObject({ reason: 'timeout' })
})

test('the caller’s own abort is passed on as it is', async () => {
  const caller = new AbortController()
  answerWith((_, init) => untilAborted(init?.signal))
  const waiting = failureOf(request('/', { schema, signal: caller.signal }))
  caller.abort()
  expect(await waiting).toBe(caller.signal.reason)
})

function answerWith(answer: typeof fetch) {
  const fetched = vi.fn<typeof fetch>(answer)
  vi.stubGlobal('fetch', fetched)
  return fetched
}

async function failureOf(answer: Promise<unknown>): Promise<Error> {
  return answer.then(
    () => {
      throw new Error('It did not fail')
    },
    (failure: Error) => failure,
  )
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error))
  })
}
