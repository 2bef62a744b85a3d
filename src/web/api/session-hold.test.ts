import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { problems } from '../../contract/problems.ts'
import { ProblemFailure, request } from './request.ts'
import { restoreSession, setBearer, setSessionRestorer } from './session-hold.ts'

const schema = z.object({ name: z.string() })
const call = { schema, method: 'POST', body: { name: 'typed' }, headers: { 'Idempotency-Key': 'one' } } as const

let isSignedIn: boolean

beforeEach(() => {
  isSignedIn = false
})

afterEach(() => {
  setBearer(null)
  setSessionRestorer(() => Promise.resolve(false))
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('what a session that is over refuses is sent once more, the same, when there is one again', async () => {
  const fetched = answer()
  setSessionRestorer(signIn)
  await expect(request('/api/things', call)).resolves.toEqual({ name: 'Acme' })
  const [first, second] = fetched.mock.calls.map(([, init]) => init)
  expect(fetched).toHaveBeenCalledTimes(2)
  expect(second).toMatchObject({ body: first?.body, headers: first?.headers, method: 'POST' })
})

test('it is sent no third time', async () => {
  const fetched = answer()
  setSessionRestorer(() => Promise.resolve(true))
  await expect(request('/api/things', call)).rejects.toThrow(problems.session_required.title)
  expect(fetched).toHaveBeenCalledTimes(2)
})

test('who is asked is asked once, however many requests wait, and those that begin meanwhile wait before they are sent', async () => {
  const fetched = answer()
  const asked = Promise.withResolvers<boolean>()
  const restore = vi.fn<() => Promise<boolean>>(() => asked.promise)
  setSessionRestorer(restore)
  const waiting = [request('/api/things', { schema }), request('/api/others', call)]
  await vi.waitFor(() => expect(restore).toHaveBeenCalled())
  const later = request('/api/later', { schema })
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(2))
  isSignedIn = true
  asked.resolve(true)
  await Promise.all([...waiting, later])
  expect(restore).toHaveBeenCalledOnce()
  expect(fetched.mock.calls.filter(([path]) => path === '/api/later')).toHaveLength(1)
})

test('an answer that comes late, from before the session was restored, asks nobody again', async () => {
  const late = Promise.withResolvers<Response>()
  answer().mockReturnValueOnce(late.promise)
  const restore = vi.fn<() => Promise<boolean>>(signIn)
  setSessionRestorer(restore)
  const first = request('/api/slow', { schema })
  await request('/api/things', { schema })
  late.resolve(refuse())
  await expect(first).resolves.toEqual({ name: 'Acme' })
  expect(restore).toHaveBeenCalledOnce()
})

test('whoever does not sign in sees the refusal; what the page asks by itself then brings nothing up, a press does', async () => {
  answer()
  const restore = vi.fn<() => Promise<boolean>>(() => Promise.resolve(false))
  setSessionRestorer(restore)
  const failure = await request('/api/things', { schema }).catch((thrown: unknown) => thrown)
  expect(failure).toBeInstanceOf(ProblemFailure)
  expect(failure).toMatchObject({ problem: { code: 'session_required' } })
  await expect(request('/api/things', { schema })).rejects.toThrow(problems.session_required.title)
  expect(restore).toHaveBeenCalledTimes(1)
  await expect(request('/api/things', call)).rejects.toThrow(problems.session_required.title)
  expect(restore).toHaveBeenCalledTimes(2)
  setSessionRestorer(signIn)
  await expect(restoreSession()).resolves.toBe(true)
  await expect(request('/api/things', { schema })).resolves.toEqual({ name: 'Acme' })
})

test('a restorer that fails counts as one that does not sign in', async () => {
  answer()
  setSessionRestorer(() => Promise.reject(new TypeError('Failed to fetch')))
  await expect(request('/api/things', call)).rejects.toThrow(problems.session_required.title)
})

test('the caller’s abort ends the waiting', async () => {
  const fetched = answer()
  const caller = new AbortController()
  setSessionRestorer(() => new Promise(() => {}))
  const waiting = request('/api/things', { ...call, signal: caller.signal }).catch((thrown: unknown) => thrown)
  await vi.waitFor(() => expect(fetched).toHaveBeenCalled())
  caller.abort()
  expect(await waiting).toBe(caller.signal.reason)
})

test('the time that the person takes counts for no time-out', async () => {
  const fetched = answer()
  const timeouts = [new AbortController(), new AbortController()] as const
  vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(timeouts[0].signal).mockReturnValueOnce(timeouts[1].signal)
  setSessionRestorer(() => {
    timeouts[0].abort()
    return signIn()
  })
  await expect(request('/api/things', call)).resolves.toEqual({ name: 'Acme' })
  expect(fetched.mock.lastCall?.[1]?.signal).toBe(timeouts[1].signal)
})

test('a door’s own refusal is not waited for', async () => {
  answer()
  const restore = vi.fn<() => Promise<boolean>>(signIn)
  setSessionRestorer(restore)
  await expect(request('/api/session', { schema, isDoor: true })).rejects.toThrow(problems.session_required.title)
  expect(restore).not.toHaveBeenCalled()
})

test('a session that no cookie holds is shown as a bearer’s', async () => {
  const fetched = answer()
  isSignedIn = true
  const token = crypto.randomUUID()
  setBearer(token)
  await request('/api/things', { schema })
  expect(fetched.mock.calls[0]?.[1]?.headers).toMatchObject({ Authorization: `Bearer ${token}` })
  setBearer(null)
  await request('/api/things', { schema })
  expect(fetched.mock.calls[1]?.[1]?.headers).not.toHaveProperty('Authorization')
})

function signIn(): Promise<boolean> {
  isSignedIn = true
  return Promise.resolve(true)
}

function answer() {
  const fetched = vi.fn<typeof fetch>(async () => (isSignedIn ? Response.json({ name: 'Acme' }) : refuse()))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

function refuse(): Response {
  const problem = { type: 'about:blank', code: 'session_required', ...problems.session_required, signIn: 'link' }
  return Response.json(problem, { status: 401 })
}
