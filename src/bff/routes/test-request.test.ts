import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TEST_ANSWER_BYTES, testAnswerSchema } from '../../contract/test-request.ts'
import { createTestHome, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { askedBy, toAdmin } from '../fixture/principal.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { AnswerSink, CallOutcome, ProviderCall } from '../proxy/provider-call.ts'
import { isStoreError, openStore, type Store } from '../store/database.ts'
import { testRequestRoutes } from './test-request.ts'

const reading = { method: 'GET', path: '/contacts', query: [{ name: 'per_page', value: '50 %' }], headers: [] }
const writing = {
  method: 'PUT',
  path: '/contacts/5ba682d23d7cf92bef87bfd4',
  query: [],
  headers: [{ name: 'Intercom-Version', value: '2.15' }],
  contentType: 'application/json',
  body: '{"name":"Ada"}',
}
const budget = { limit: 167, remaining: 160, resetsAt: '2026-01-02T03:04:10.000Z' }

describe.each(engines)('a test request on %s', (engine) => {
  let home: TestHome
  let store: Store
  let app: Hono
  let credentialId: string
  let calls: ProviderCall[]
  let answer: (sink: AnswerSink, call: ProviderCall) => CallOutcome | Promise<CallOutcome>
  let now = 0

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    const [credential] = await storeCredentials(home, {})
    credentialId = credential?.id ?? ''
    const routes = testRequestRoutes({
      store,
      clock: () => new Date(now),
      async callProvider(call, sink) {
        calls.push(call)
        return answer(sink, call)
      },
    })
    app = new Hono()
      .use(askedBy(toAdmin()))
      .route('/', routes)
      .onError((error, c) => c.text('', isStoreError(error) ? 503 : 500))
  })
  beforeEach(() => {
    calls = []
    answer = (sink) => {
      sink.start({ status: 200, headers: { 'content-type': 'application/json' }, calls: 1, budget })
      sink.end()
      return { kind: 'answered' }
    }
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  function send(body: object, id = credentialId, signal?: AbortSignal): Promise<Response> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const path = `http://latchkey.test/api/credentials/${id}/test-request`
    return Promise.resolve(app.request(new Request(path, { ...init, ...(signal && { signal }) })))
  }

  function readEvents(): Promise<Record<string, unknown>[]> {
    return runOnStore(home.config.store, 'select * from audit_event order by id')
  }

  test('goes out as a source’s would, before data flows, and what came back is shown whole', async () => {
    const text = JSON.stringify({ data: [{ name: 'Zoë' }] })
    answer = (sink) => {
      const headers = { 'content-type': 'application/json; charset=utf-8', link: ['<a>', '<b>'] }
      sink.start({ status: 404, headers, calls: 2, budget })
      const bytes = Buffer.from(text)
      // In the middle of a character.
      const middle = bytes.indexOf('ë') + 1
      for (const chunk of [bytes.subarray(0, middle), bytes.subarray(middle)]) sink.write(chunk, () => undefined)
      now += 25
      sink.end()
      return { kind: 'answered' }
    }
    const answered = await send({ ...reading, region: 'eu' })
    expect(answered.status).toBe(200)
    expect(testAnswerSchema.parse(await answered.json())).toEqual({
      status: 404,
      headers: [
        { name: 'content-type', value: 'application/json; charset=utf-8' },
        { name: 'link', value: '<a>' },
        { name: 'link', value: '<b>' },
      ],
      contentType: 'application/json; charset=utf-8',
      body: text,
      bytes: Buffer.byteLength(text),
      milliseconds: 25,
      calls: 2,
      budget,
    })
    expect(calls).toMatchObject([
      {
        tenantId: 'local',
        credentialId,
        connector: 'intercom',
        keyId: null,
        region: 'eu',
        method: 'GET',
        pathAndQuery: '/contacts?per_page=50+%25',
        headers: {},
        body: null,
        priority: 'interactive',
        patience: 10_000,
      },
    ])
  })

  test('that writes goes out as a destination’s would, and is in the credential’s history without what it said', async () => {
    const before = await readEvents()
    answer = async (sink) => {
      // On the disk by the time it is sent.
      expect(await readEvents()).toHaveLength(before.length + 1)
      sink.start({ status: 204, headers: {}, calls: 1, budget: null })
      return { kind: 'answered' }
    }
    const answered = testAnswerSchema.parse(await (await send(writing)).json())
    expect(answered).toMatchObject({ status: 204, contentType: null, body: '', bytes: 0, budget: null })
    const headers = { 'content-type': 'application/json', 'intercom-version': '2.15' }
    expect(calls).toMatchObject([{ method: 'PUT', region: null, headers, body: writing.body }])
    const event = (await readEvents()).at(-1)
    expect(event).toMatchObject({
      action: 'request.tested',
      credential_id: credentialId,
      actor_id: 'ada',
      detail: JSON.stringify({ request: { method: 'PUT', path: '/contacts/…' } }),
    })
  })

  test('that has no body says nothing of one', async () => {
    await send({ ...writing, method: 'DELETE', body: '', headers: [] })
    expect(calls[0]).toMatchObject({ method: 'DELETE', body: null })
    expect(calls[0]?.headers).toEqual({})
  })

  test('that reads leaves no row', async () => {
    const before = await readEvents()
    expect((await send(reading)).status).toBe(200)
    expect(await readEvents()).toEqual(before)
  })

  test('S24 that writes is not sent while the audit takes nothing; one that reads is', async () => {
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const statuses = [(await send(writing)).status, (await send(reading)).status]
    await allow()
    expect(statuses).toEqual([503, 200])
    expect(calls).toMatchObject([{ method: 'GET' }])
  })

  test('S10 is sent with nobody else’s credential, nor with one that is not there', async () => {
    const [theirs] = await storeCredentials(home, { tenantId: 'another' })
    const before = await readEvents()
    for (const id of [theirs?.id ?? '', crypto.randomUUID(), 'x']) {
      for (const body of [reading, writing]) expect((await send(body, id)).status).toBe(404)
    }
    expect([calls, await readEvents()]).toEqual([[], before])
  })

  test('is refused for what could not be saved either, and nothing is sent', async () => {
    const before = await readEvents()
    const wrong = {
      ...writing,
      path: '/contacts/{contact_id}',
      headers: [{ name: 'Authorization', value: 'Basic x' }],
      contentType: 'text/csv',
    }
    await expectPointers(await send(wrong), ['/path', '/headers/0/name', '/contentType'])
    await expectPointers(await send({ ...writing, method: 'PATCH', body: '{' }), ['/method', '/body'])
    await expectPointers(await send({ ...reading, path: '/ip_allowlist' }), ['/path'])
    await expectPointers(await send({ ...reading, body: '{}' }), ['/body'])
    await expectPointers(await send({ ...writing, method: 'TRACE' }), ['/method'])
    expect([calls, await readEvents()]).toEqual([[], before])
  })

  test('that was refused on its way says why, and when to come back', async () => {
    answer = () => ({ kind: 'refused', refusal: { code: 'rate_budget_spent' }, error: 'x', retryAfter: 7 })
    const spent = await send(reading)
    expect([spent.status, spent.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await readProblem(spent)).toMatchObject({ code: 'rate_budget_spent' })
    answer = () => ({ kind: 'refused', refusal: { code: 'answer_withheld' }, error: 'x' })
    expect(await readProblem(await send(reading))).toMatchObject({ status: 502, code: 'answer_withheld' })
  })

  test('whose answer breaks off is a problem, and none of it is shown', async () => {
    answer = (sink) => {
      sink.start({ status: 200, headers: {}, calls: 1, budget: null })
      sink.write(Buffer.from('[1,2'), () => undefined)
      return { kind: 'broken' }
    }
    const broken = await send(reading)
    expect([broken.status, await readProblem(broken)]).toMatchObject([503, { code: 'provider_unreachable' }])
  })

  test('whose answer is larger than what is shown ends it there', async () => {
    const half = Buffer.alloc(TEST_ANSWER_BYTES / 2, ' ')
    answer = (sink) => {
      sink.start({ status: 200, headers: {}, calls: 1, budget: null })
      for (const chunk of [half, half]) sink.write(chunk, () => undefined)
      return { kind: 'answered' }
    }
    expect(await (await send(reading)).json()).toMatchObject({ bytes: TEST_ANSWER_BYTES })
    answer = (sink, { signal }) => {
      sink.start({ status: 200, headers: {}, calls: 1, budget: null })
      for (const chunk of [half, half]) sink.write(chunk, () => undefined)
      expect(signal.aborted).toBe(false)
      sink.write(Buffer.from(' '), () => undefined)
      expect(signal.aborted).toBe(true)
      return { kind: 'broken' }
    }
    const tooLarge = await send(reading)
    expect([tooLarge.status, await readProblem(tooLarge)]).toMatchObject([502, { code: 'answer_too_large' }])
  })

  test('whose answer is no text shows none, and how much there was', async () => {
    answer = (sink) => {
      sink.start({ status: 200, headers: { 'content-type': 'image/png' }, calls: 1, budget: null })
      sink.write(Buffer.from([0x89, 0x50, 0x4e, 0x47]), () => undefined)
      return { kind: 'answered' }
    }
    expect(await (await send(reading)).json()).toMatchObject({ body: '', bytes: 4, contentType: 'image/png' })
  })

  test('ends when its asker leaves', async () => {
    const leaving = new AbortController()
    let isEnded = false
    answer = (_, { signal }) => {
      leaving.abort()
      isEnded = signal.aborted
      return { kind: 'broken' }
    }
    // The app says nothing to somebody who left; here it is an error that no store made.
    expect((await send(reading, credentialId, leaving.signal)).status).toBe(500)
    expect(isEnded).toBe(true)
  })
})

async function expectPointers(answer: Response, pointers: string[]): Promise<void> {
  expect(answer.status).toBe(422)
  expect((await readProblem(answer)).errors?.map(({ pointer }) => pointer)).toEqual(pointers)
}
