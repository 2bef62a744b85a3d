import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TEST_ANSWER_BYTES, testAnswerSchema } from '../../contract/test-request.ts'
import {
  createTestHome,
  freshToken,
  openTestLatchkey,
  post,
  readCredential,
  readProblem,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { type ScriptedProvider, startScriptedProvider } from '../fixture/scripted-provider.ts'
import type { Latchkey } from '../latchkey.ts'

/** What a provider does with a test request, all the way to its socket. */
describe('a test request whose provider', () => {
  const token = freshToken()
  let provider: ScriptedProvider
  let home: TestHome
  let latchkey: Latchkey
  let path: string
  beforeAll(async () => {
    provider = await startScriptedProvider()
    home = await createTestHome('sqlite', provider.origins)
    latchkey = await openTestLatchkey(home)
    const body = toCredentialBody({ secret: { accessToken: token } })
    const { id } = await readCredential(await post(latchkey, '/api/credentials', body))
    path = `/api/credentials/${id}/test-request`
  })
  afterAll(async () => {
    await latchkey.close()
    await provider.close()
    await home.remove()
  })

  const reading = { method: 'GET', path: '/contacts' }
  const writing = { method: 'POST', path: '/contacts', contentType: 'application/json', body: '{"name":"Zoë"}' }

  test('answers, has its answer shown with the calls that it took and what it tells of its limit', async () => {
    provider.next((response) => {
      const reset = Math.ceil(Date.now() / 1_000) + 7
      const limits = { 'x-ratelimit-limit': '167', 'x-ratelimit-remaining': '150', 'x-ratelimit-reset': String(reset) }
      response.writeHead(422, { 'content-type': 'application/json', 'set-cookie': 'a=b', ...limits })
      response.end('{"type":"error.list"}')
    })
    const answered = testAnswerSchema.parse(await (await post(latchkey, path, writing)).json())
    expect(answered).toMatchObject({ status: 422, body: '{"type":"error.list"}', calls: 1, budget: { limit: 167 } })
    expect(answered.headers.map(({ name }) => name)).not.toContain('set-cookie')
  })

  test('S1 quotes the token has its answer withheld', async () => {
    provider.next((response) => void response.writeHead(200).end(`{"echo":"Bearer ${token}"}`))
    const answer = await post(latchkey, path, reading)
    const text = await answer.text()
    expect([answer.status, JSON.parse(text)]).toMatchObject([502, { code: 'answer_withheld' }])
    expect(text).not.toContain(token)
  })

  test('answers more than can be shown is left', async () => {
    const isLeft = Promise.withResolvers<void>()
    provider.next((response) => {
      response.on('close', () => isLeft.resolve())
      response.writeHead(200, { 'content-length': String(1_000 * TEST_ANSWER_BYTES) })
      response.write(Buffer.alloc(TEST_ANSWER_BYTES + 1, ' '))
    })
    const answer = await post(latchkey, path, reading)
    expect([answer.status, await readProblem(answer)]).toMatchObject([502, { code: 'answer_too_large' }])
    await isLeft.promise
  })

  test('breaks off is a problem', async () => {
    provider.next((response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{', () => response.destroy())
    })
    const answer = await post(latchkey, path, writing)
    expect([answer.status, await readProblem(answer)]).toMatchObject([503, { code: 'provider_unreachable' }])
  })

  test('hangs is left when the asker leaves', async () => {
    const leaving = new AbortController()
    const isLeft = Promise.withResolvers<void>()
    provider.next((response) => {
      response.on('close', () => isLeft.resolve())
      leaving.abort()
    })
    expect((await post(latchkey, path, reading, {}, leaving.signal)).status).toBe(499)
    await isLeft.promise
  })
})
