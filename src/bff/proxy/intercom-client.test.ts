import { createHash } from 'node:crypto'
import { Intercom, IntercomClient, IntercomError } from 'intercom-client'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { problemSchema } from '../../contract/problem.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { intercom } from '../connectors/intercom.ts'
import { makeAuthorization } from '../fixture/data-plane-key.ts'
import {
  createTestHome,
  freshToken,
  openTestLatchkey,
  post,
  readCredential,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { type ProxyServer, startProxyServer } from '../fixture/proxy-server.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'
import { createForwardedHeaders } from './forwarded-headers.ts'

/** Stands still, in the middle of a window, so that two runs of the same calls have the same answers. */
const time = { now: Math.floor(Date.now() / 10_000) * 10_000 + 2_000 }
/** As many as the busiest test needs. */
const CALLS_A_WINDOW = 60
/** Draws of the sandbox since a run began. */
let draws = 0

let sandbox: RunningSandbox
let home: TestHome
let latchkey: Latchkey
let proxy: ProxyServer

beforeAll(async () => {
  sandbox = await createSandbox({ clock: () => time.now, random: drawAgain, callsAWindow: CALLS_A_WINDOW })
  home = await createTestHome('sqlite', sandbox.origins)
  latchkey = await openTestLatchkey(home, { clock: () => new Date(time.now) })
  proxy = await startProxyServer(latchkey)
})
afterAll(async () => {
  await proxy.close()
  await latchkey.close()
  await home.remove()
  await sandbox.close()
})
afterEach(() => {
  vi.restoreAllMocks()
  sandbox.setOutage(false)
})

const ways = ['by itself', 'through Latchkey'] as const
type Way = (typeof ways)[number]

test('Intercom’s own client has equal answers by itself and through Latchkey: status, body, each header on the list', async () => {
  const token = freshToken()
  const own = await recordCalls('by itself', token)
  const sent = sandbox.requests.slice(-own.length)
  const ours = await recordCalls('through Latchkey', token)
  const received = sandbox.requests.slice(-ours.length)
  expect(own.map(({ status }) => status)).toEqual([...Array(9).fill(200), 202, 409, 404, 404, 200])
  const { ofAnswer } = createForwardedHeaders(intercom.use)
  const toComparable = ({ headers, ...answer }: Answer) => ({ ...answer, headers: withoutMoving(ofAnswer(headers)) })
  expect(ours.map(toComparable)).toEqual(own.map(toComparable))

  // S12, as the sandbox and the client see it: what is not on a list stays behind, and Latchkey adds words of its own.
  for (const [index, { headers }] of ours.entries()) {
    const there = own[index]?.headers ?? {}
    expect(findExtra(there, headers)).toEqual(['set-cookie'])
    expect(findExtra(headers, there)).toEqual(['proxy-status', 'ratelimit', 'ratelimit-policy'])
  }
  expect(received.map(toArrived)).toEqual(sent.map(toArrived))
  expect(sent[0]?.headers).toMatchObject({ cookie: 'session=1', 'x-fern-language': 'JavaScript' })
  for (const { headers } of received) {
    expect(headers).toMatchObject({ authorization: '[token]', 'accept-encoding': 'identity' })
    expect(Object.keys(headers).filter((name) => name === 'cookie' || name.startsWith('x-'))).toEqual([])
  }
})

describe.each(ways)('Intercom’s own client, %s,', (way) => {
  test('reads contacts over pages; makes, reads, changes, finds and deletes one', async () => {
    const { client } = await open(way)
    const ids: (string | undefined)[] = []
    for await (const contact of await client.contacts.list({ per_page: 50 })) ids.push(contact.id)
    expect(new Set(ids).size).toBe(137)

    const made = await client.contacts.create({
      email: 'ada@example.com',
      name: 'Ada',
      custom_attributes: { seats: 3 },
    })
    const contact_id = made.id ?? ''
    expect(await client.contacts.find({ contact_id })).toEqual(made)
    expect(await client.contacts.update({ contact_id, name: 'Ada L.' })).toMatchObject({
      name: 'Ada L.',
      email: made.email,
    })
    const query = { field: 'email', operator: '=', value: 'ada@example.com' } as const
    const found = await client.contacts.search({ query })
    expect(found.data).toMatchObject([{ id: contact_id, name: 'Ada L.' }])
    expect(await client.contacts.delete({ contact_id })).toMatchObject({ deleted: true })
  })

  test('throws its own errors for what Intercom refuses', async () => {
    const { client, token } = await open(way)
    const user = (await client.contacts.list()).data.find(({ role }) => role === 'user')
    const [conversation] = (await client.conversations.list()).data

    const missing = await failureOf(client.companies.find({ company_id: 'none' }))
    expect(missing).toBeInstanceOf(Intercom.NotFoundError)
    expect(missing.body).toMatchObject({ type: 'error.list', errors: [{ code: 'company_not_found' }] })

    const last = {
      conversation_id: conversation?.id ?? '',
      contact_id: conversation?.contacts?.contacts?.[0]?.id ?? '',
      admin_id: '1',
    }
    const unprocessable = await failureOf(client.conversations.detachContactAsAdmin(last))
    expect(unprocessable).toBeInstanceOf(Intercom.UnprocessableEntityError)
    expect(unprocessable.body).toMatchObject({ errors: [{ code: 'parameter_invalid' }] })

    const conflict = await failureOf(client.contacts.create({ email: user?.email ?? '' }))
    expect(conflict).toMatchObject({ statusCode: 409, body: { errors: [{ code: 'conflict' }] } })

    await useUpWindow(token)
    const throttled = await failureOf(client.export.enqueueANewReportingDataExportJob(exportJob, { maxRetries: 0 }))
    expect(throttled).toBeInstanceOf(Intercom.TooManyRequestsError)
    expect(throttled.body).toMatchObject({ errors: [{ code: 'rate_limit_exceeded' }] })
    expect(throttled.rawResponse?.headers.get('x-ratelimit-remaining')).toBe('0')
    time.now += 11_000

    sandbox.revoke(token)
    const revoked = await failureOf(client.contacts.list())
    expect(revoked).toBeInstanceOf(Intercom.UnauthorizedError)
    expect(revoked.body).toMatchObject({ errors: [{ code: 'token_revoked' }] })
  })

  test('tries again in an outage as often as it is told to', async () => {
    let tries = 0
    const { client } = await open(way, {
      fetch: (url, init) => {
        tries += 1
        // The first is of `open`; then one that is not tried again, and the last of another's three is answered.
        sandbox.setOutage(tries > 1 && tries < 5)
        return fetch(url, init)
      },
    })
    const seen = sandbox.requests.length
    const failure = await failureOf(client.contacts.create({ role: 'lead' }, { maxRetries: 0 }))
    expect(failure).toMatchObject({ statusCode: 503 })
    expect(sandbox.requests.length - seen).toBe(1)

    cutPausesShort()
    expect(await client.contacts.create({ role: 'lead' }, { maxRetries: 2 })).toMatchObject({ role: 'lead' })
    // Latchkey adds none: a POST may have done its work.
    expect(sandbox.requests.length - seen).toBe(4)
  })

  test('gives up on an answer that is late, and leaves one that never ends', async () => {
    const { client, token } = await open(way)
    sandbox.setBehaviour(token, 'slow')
    const late = await failureOf(client.contacts.list({}, { timeoutInSeconds: 0.1, maxRetries: 0 }))
    // In Node the reason that it gives for leaving is all that comes back, and no error of its own for that.
    expect(late).toMatchObject({ message: '"timeout"' })

    // Its time-out ends with the head of an answer.
    sandbox.setBehaviour(token, 'hanging')
    const leaving = new AbortController()
    const left = failureOf(client.contacts.list({}, { abortSignal: leaving.signal, maxRetries: 0 }))
    setTimeout(() => leaving.abort(), 100)
    expect(await left).toMatchObject({ message: 'The user aborted a request' })

    sandbox.setBehaviour(token, 'accepted')
    expect((await client.contacts.list({ per_page: 1 })).data).toHaveLength(1)
  })
})

test('what Latchkey tries again is one call to Intercom’s own client', async () => {
  const { client } = await open('through Latchkey')
  sandbox.setOutage(true)
  const seen = sandbox.requests.length
  expect(await failureOf(client.contacts.list({}, { maxRetries: 0 }))).toMatchObject({ statusCode: 503 })
  expect(sandbox.requests.length - seen).toBe(3)
})

test('Intercom’s own client can tell Latchkey’s refusals from Intercom’s', async () => {
  const { client, token } = await open('through Latchkey')
  await useUpWindow(token)
  const throttled = await failureOf(client.contacts.list({}, { maxRetries: 0 }))
  expect(readSayer(throttled)).toBe('latchkey; received-status=429')
  expect(throttled.body).toMatchObject({ type: 'error.list' })

  const seen = sandbox.requests.length
  const spent = await failureOf(client.contacts.list({}, { maxRetries: 0 }))
  expect(readSayer(spent)).toBe('latchkey; error=http_request_denied')
  expect(spent.statusCode).toBe(429)
  expect(problemSchema.parse(spent.body).code).toBe('rate_budget_spent')
  expect(Number(spent.rawResponse?.headers.get('retry-after'))).toBeGreaterThan(0)

  const forbidden = await failureOf(client.ipAllowlist.getIpAllowlist())
  expect(forbidden.statusCode).toBe(403)
  expect(problemSchema.parse(forbidden.body).code).toBe('path_not_allowed')

  await runOnStore(home.config.store, `update data_plane_key set revoked_at = '${new Date(time.now).toISOString()}'`)
  time.now += 11_000
  const revoked = await failureOf(client.contacts.list())
  expect(revoked).toBeInstanceOf(Intercom.UnauthorizedError)
  expect(readSayer(revoked)).toBe('latchkey; error=http_request_denied')
  expect(problemSchema.parse(revoked.body).code).toBe('key_invalid')
  expect(sandbox.requests).toHaveLength(seen)
})

interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Somebody who uses a workspace: Intercom’s client there with the token, or at Latchkey with a key. */
async function open(
  way: Way,
  { token = freshToken(), fetch: own = fetch }: { token?: string; fetch?: typeof fetch } = {},
) {
  const target = way === 'by itself' ? { baseUrl: sandbox.origins.us, token } : await openProxied(token)
  const client = new IntercomClient({ ...target, headers: { cookie: 'session=1' }, fetch: own })
  // Latchkey has learned the quota by now, and lets calls go side by side.
  await client.tags.list()
  return { client, token }
}

async function openProxied(token: string): Promise<{ baseUrl: string; token: string }> {
  const body = toCredentialBody({ secret: { accessToken: token } })
  const { id } = await readCredential(await post(latchkey, '/api/credentials', body))
  const authorization = await makeAuthorization(home.config)
  return { baseUrl: `${proxy.origin}/proxy/${id}`, token: authorization.replace('Bearer ', '') }
}

/** Every answer as it came, to calls that leave the workspace as it was. */
async function recordCalls(way: Way, token: string): Promise<Answer[]> {
  const answers: Answer[] = []
  const { client } = await open(way, {
    token,
    fetch: async (url, init) => {
      const answer = await fetch(url, init)
      const body = await answer.text()
      answers.push({ status: answer.status, headers: Object.fromEntries(answer.headers), body })
      return new Response(body, answer)
    },
  })
  answers.length = 0
  draws = 0
  const page = await client.contacts.list({ per_page: 50 })
  await page.getNextPage()
  const made = await client.contacts.create({ external_id: 'ada-1', name: 'Ada' })
  const contact_id = made.id ?? ''
  await client.contacts.find({ contact_id })
  await client.contacts.update({ contact_id, name: 'Ada Lovelace', unsubscribed_from_emails: true })
  await client.contacts.search({ query: { field: 'name', operator: '~', value: 'Lovelace' } })
  await client.tags.tagContact({ contact_id, id: (await client.tags.list()).data?.[0]?.id ?? '' })
  await client.companies.createOrUpdate({ company_id: 'account-1', name: 'Älter & Söhne' })
  await client.events.create({ event_name: 'tested', created_at: 1_700_000_000, id: contact_id })
  await failureOf(client.contacts.create({ external_id: 'ada-1' }))
  await failureOf(client.contacts.find({ contact_id: 'nobody' }))
  await failureOf(client.tags.create({ name: 'Lost', companies: [{ id: 'none' }] }))
  await client.contacts.delete({ contact_id })
  return answers
}

/** Of a request what must be the same whoever sent it. */
function toArrived({ method, path, bodyLength, headers }: RunningSandbox['requests'][number]) {
  const { ofRequest } = createForwardedHeaders(intercom.use)
  return { method, path, bodyLength, headers: ofRequest(headers) }
}

/** Without what differs from one call to the next whoever makes it. */
function withoutMoving(headers: Record<string, string | string[]>) {
  const { date: _, 'x-ratelimit-remaining': __, ...rest } = headers
  return rest
}

/** The names that are only here, without those of the connection. */
function findExtra(here: Record<string, string>, there: Record<string, string>): string[] {
  const names = Object.keys(here).filter((name) => !(name in there) && !hopByHop.has(name))
  return names.toSorted()
}

/** What concerns one connection alone (RFC 9110, 7.6.1). */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding'])

const exportJob = { dataset_id: 'conversation', attribute_ids: ['conversation_id'], start_time: 1, end_time: 2 }

async function failureOf(call: PromiseLike<unknown>): Promise<IntercomError> {
  try {
    await call
  } catch (error) {
    if (error instanceof IntercomError) return error
    throw error
  }
  throw new Error('The call did not fail.')
}

/** By somebody whom Latchkey does not know of. */
async function useUpWindow(token: string): Promise<void> {
  const call = () => fetch(`${sandbox.origins.us}/me`, { headers: { authorization: `Bearer ${token}` } })
  await Promise.all(Array.from({ length: CALLS_A_WINDOW }, call))
}

/** Who says it, Latchkey or Intercom (RFC 9209). */
function readSayer({ rawResponse }: IntercomError): string | null | undefined {
  return rawResponse?.headers.get('proxy-status')
}

/** The client waits a second and two between its tries: that is all that takes as long here. */
function cutPausesShort(): void {
  const { setTimeout: setReal } = globalThis
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((callback: () => void, delay = 0) =>
    setReal(callback, delay > 800 && delay < 2_500 ? 20 : delay),
  )
}

/** The same bytes in each call, so that what is made of them is the same whoever makes it. */
function drawAgain(size: number): Uint8Array {
  draws += 1
  return createHash('sha256').update(String(draws)).digest().subarray(0, size)
}
