import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { change } from '../fixture/change.ts'
import { callAsHost, makeHostKey } from '../fixture/host-key.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  readCredential,
  type TestHome,
} from '../fixture/latchkey.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { checkNow, putSecret, replace, saveFresh } from '../fixture/replace-secret.ts'
import type { Latchkey } from '../latchkey.ts'
import { createLog } from '../log.ts'

/** Where a token can be put that is none of its places, one a request. */
const wrongPlaces: Record<string, (canary: string) => Promise<Response>> = {
  'JSON that breaks off': (canary) => post(latchkey, '/api/credentials', `{"secret":{"accessToken":"${canary}"`),
  'no JSON at all': (canary) => post(latchkey, '/api/credentials', canary),
  'a JSON text': (canary) => post(latchkey, '/api/credentials', JSON.stringify(canary)),
  'a body of another type': (canary) => post(latchkey, '/api/credentials', canary, { 'content-type': 'text/plain' }),
  'a media type': (canary) => post(latchkey, '/api/credentials', {}, { 'content-type': canary }),
  'an unknown field': (canary) => post(latchkey, '/api/credentials', { ...bodyOf(freshToken()), token: canary }),
  'an unknown field’s name': (canary) => post(latchkey, '/api/credentials', { ...bodyOf(freshToken()), [canary]: 1 }),
  'a name inside the secret': (canary) =>
    post(latchkey, '/api/credentials', { ...bodyOf(freshToken()), secret: { [canary]: canary } }),
  'the place of the secret': (canary) => post(latchkey, '/api/credentials', { ...bodyOf(canary), secret: canary }),
  'a secret that is refused': (canary) => post(latchkey, '/api/credentials', bodyOf(`${canary} ${canary}`)),
  'a secret with an emoji': (canary) => post(latchkey, '/api/credentials', bodyOf(`${canary}🙂${canary}`)),
  'a secret far too long': (canary) => post(latchkey, '/api/credentials', bodyOf(canary.repeat(200))),
  'a secret in a list': (canary) =>
    post(latchkey, '/api/credentials', { ...bodyOf(canary), secret: { accessToken: [canary] } }),
  'a body of 2 MB': (canary) =>
    post(latchkey, '/api/credentials', { ...bodyOf(canary), description: 'x'.repeat(2_000_000) }),
  'a blank name beside it': (canary) => post(latchkey, '/api/credentials', { ...bodyOf(canary), name: ' ' }),
  ...Object.fromEntries(
    ['connector', 'region', 'method', 'acceptUnverified', 'acceptRestricted'].map((field) => [
      `the ${field}`,
      (canary: string) => post(latchkey, '/api/credentials', { ...bodyOf(canary), [field]: canary }),
    ]),
  ),
  'a replacement that breaks off': async (canary) =>
    putSecret(latchkey, await saveFresh(latchkey), `{"secret":{"accessToken":"${canary}"`),
  'a replacement’s unknown field': async (canary) =>
    replace(latchkey, await saveFresh(latchkey), freshToken(), { [canary]: canary }),
  'a replacement’s secret that is refused': async (canary) =>
    replace(latchkey, await saveFresh(latchkey), `${canary} ${canary}`),
  'a replacement’s place of the secret': async (canary) =>
    replace(latchkey, await saveFresh(latchkey), '', { secret: canary }),
  'a replacement’s If-Match': async (canary) =>
    replace(latchkey, { ...(await saveFresh(latchkey)), etag: canary }, freshToken()),
  'a replacement’s credential': (canary) => replace(latchkey, { id: canary, etag: '*' }, canary),
  'a check’s credential': (canary) => checkNow(latchkey, canary),
  'a check’s connector': (canary) => post(latchkey, '/api/credentials/check', { ...bodyOf(canary), connector: canary }),
  'a resource’s credential': (canary) =>
    post(latchkey, '/api/resources', { kind: 'source', connector: 'intercom', credentialId: canary, name: 'a' }),
  'a resource’s kind': (canary) =>
    post(latchkey, '/api/resources', { kind: canary, connector: canary, credentialId: crypto.randomUUID(), name: 'a' }),
  ...Object.fromEntries(
    Object.entries({
      path: (canary: string) => ({ path: `/contacts/${canary}` }),
      query: (canary: string) => ({ query: [{ name: canary, value: canary }] }),
      headers: (canary: string) => ({ headers: [{ name: 'Accept', value: canary }] }),
      'header names': (canary: string) => ({ headers: [{ name: canary, value: '' }] }),
      template: (canary: string) => ({ template: canary }),
      'unknown field': (canary: string) => ({ [canary]: canary }),
    }).map(([place, put]) => [
      `a resource’s configuration: its ${place}`,
      (canary: string) => {
        const configuration = { template: null, path: '/contacts', query: [], headers: [], ...put(canary) }
        const source = { kind: 'source', connector: 'intercom', credentialId: crypto.randomUUID(), name: 'a' }
        return post(latchkey, '/api/resources', { ...source, configuration })
      },
    ]),
  ),
  'a test request’s credential': (canary) =>
    post(latchkey, `/api/credentials/${encodeURIComponent(canary)}/test-request`, { method: 'GET', path: '/contacts' }),
  'a test request': async (canary) => {
    const { id } = await saveFresh(latchkey)
    const request = { method: 'POST', path: '/contacts', contentType: 'application/json' }
    const query = [{ name: 'token', value: canary }]
    return post(latchkey, `/api/credentials/${id}/test-request`, {
      ...request,
      query,
      body: JSON.stringify({ canary }),
    })
  },
  'a resource’s If-Match': (canary) =>
    change(latchkey, 'DELETE', `/api/resources/${crypto.randomUUID()}`, { ifMatch: canary }),
  'an edited resource’s id': (canary) =>
    change(latchkey, 'PATCH', `/api/resources/${encodeURIComponent(canary)}`, { body: { kind: canary, name: canary } }),
  'the idempotency key, refused': (canary) =>
    post(latchkey, '/api/credentials', bodyOf(canary), { [IDEMPOTENCY_KEY_HEADER]: `${canary}\t${canary}` }),
  'the origin': (canary) => post(latchkey, '/api/credentials', bodyOf(canary), { origin: `https://${canary}.test` }),
  'the host': (canary) => post(latchkey, '/api/credentials', bodyOf(canary), { host: `${canary}.test` }),
  'a header nobody reads': (canary) =>
    post(latchkey, '/api/credentials', { name: 1 }, { authorization: `Bearer ${canary}`, cookie: `token=${canary}` }),
  'a path of the API': (canary) => post(latchkey, `/api/${encodeURIComponent(canary)}`, bodyOf(canary)),
  'a page’s path': (canary) => get(latchkey, `/new/${encodeURIComponent(canary)}?token=${encodeURIComponent(canary)}`),
  'an asset’s path': (canary) => get(latchkey, `/assets/${canary}.js`),
  'a credential’s id': (canary) => get(latchkey, `/api/credentials/${encodeURIComponent(canary)}`),
  'a resource’s id': (canary) => get(latchkey, `/api/resources/${encodeURIComponent(canary)}`),
  'a connector’s id': (canary) => get(latchkey, `/api/connectors/${encodeURIComponent(canary)}`),
  ...Object.fromEntries(
    ['connector', 'q', 'status', 'region', 'sort', 'cursor', 'limit', 'token'].flatMap((name) =>
      ['/api/credentials', '/api/resources'].map((path) => [
        `the query’s ${name} of ${path}`,
        (canary: string) => get(latchkey, `${path}?${new URLSearchParams({ [name]: canary })}`),
      ]),
    ),
  ),
  'a parameter’s name': (canary) => get(latchkey, `/api/credentials?${encodeURIComponent(canary)}=1`),
}

let sandbox: RunningSandbox
let home: TestHome
let latchkey: Latchkey
const output: string[] = []
beforeAll(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
})
afterAll(async () => {
  await sandbox.close()
  await home.remove()
})
beforeEach(async () => {
  output.length = 0
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => output.push(String(text)) > 0)
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation(
      (...values: unknown[]) => void output.push(values.map(String).join(' ')),
    )
  }
  latchkey = await openTestLatchkey(home, { log: createLog('trace', { write: (line) => output.push(line) }) })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await latchkey.close()
})

describe('S1 a token never comes back', () => {
  test.each(Object.keys(wrongPlaces))('put into %s', async (place) => {
    const canary = freshToken()
    const response = await wrongPlaces[place]?.(canary)
    await expectNothingOf(canary, response)
    expect(response?.status).not.toBe(500)
  })

  test('accepted, saved, read by every route, and sent again', async () => {
    const canary = freshToken()
    const key = { [IDEMPOTENCY_KEY_HEADER]: crypto.randomUUID() }
    const body = bodyOf(canary)
    const saved = await post(latchkey, '/api/credentials', body, key)
    const { id } = (await saved.clone().json()) as { id: string }
    await expectNothingOf(canary, saved)
    const resource = { kind: 'source', connector: 'intercom', credentialId: id, name: 'Support' }
    const resourceMade = await post(latchkey, '/api/resources', resource)
    const { id: resourceId } = (await resourceMade.clone().json()) as { id: string }
    await expectNothingOf(canary, resourceMade)

    await expectNothingOf(canary, await post(latchkey, '/api/credentials', body, key), 201)
    await expectNothingOf(canary, await post(latchkey, '/api/credentials', bodyOf(canary)), 409)
    await expectNothingOf(canary, await post(latchkey, '/api/credentials', { ...bodyOf(canary), name: 'b' }, key), 422)
    await expectNothingOf(canary, await post(latchkey, '/api/credentials/check', secretOf(canary)), 200)
    const parameters: Record<string, string> = {
      credential: id,
      resource: resourceId,
      connector: 'intercom',
      tenant: 'local',
    }
    const hostKey = await makeHostKey(home.config, { tenantId: 'local' })
    const reading = latchkey.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path)
    expect(new Set(reading)).toContain('/api/credentials/:credential')
    for (const path of new Set(reading)) {
      const filled = path.replaceAll(/:(\w+)/gu, (_, name: string) => parameters[name] ?? '')
      const isForHosts = path.startsWith('/v1/')
      const answer = await (isForHosts ? callAsHost(latchkey, hostKey, 'GET', filled) : get(latchkey, filled))
      await expectNothingOf(canary, answer, ...(isForHosts ? [200] : []))
    }
  })

  test('tested, saved, checked again, replaced, and refused as a replacement', async () => {
    const [first, second, third] = [freshToken(), freshToken(), freshToken()]
    await expectNothingOf(first, await post(latchkey, '/api/credentials/check', secretOf(first)), 200)
    const { id, etag } = await readCredential(await post(latchkey, '/api/credentials', bodyOf(first)))
    await expectNothingOf(first, await post(latchkey, '/api/credentials/check', secretOf(first)), 200)
    await expectNothingOf(first, await checkNow(latchkey, id), 200)

    const accepting = { acceptAccountChange: true }
    await expectNothingOf(second, await replace(latchkey, { id, etag }, second), 409)
    await expectNothingOf(second, await replace(latchkey, { id, etag }, second, accepting), 200)
    await expectNothingOf(second, await replace(latchkey, { id, etag: '*' }, second), 200)
    sandbox.revoke(third)
    await expectNothingOf(third, await replace(latchkey, { id, etag: '*' }, third), 422)
    sandbox.revoke(second)
    await expectNothingOf(second, await checkNow(latchkey, id), 200)
    await runOnStore(home.config.store, `update credential set secret_version = 9 where id = '${id}'`)
    await expectNothingOf(second, await checkNow(latchkey, id), 500)
    for (const canary of [first, second, third]) await expectNothingOf(canary, undefined)
    await runOnStore(home.config.store, `delete from credential where id = '${id}'`)
  })

  test('in the name of a key, which is nobody’s secret but may be pasted', async () => {
    const canary = freshToken()
    await expectNothingOf(
      canary,
      await post(latchkey, '/api/credentials', bodyOf(freshToken(), 'Key'), { [IDEMPOTENCY_KEY_HEADER]: canary }),
      201,
    )
  })

  test('when the store is gone in the middle', async () => {
    const canary = freshToken()
    await latchkey.close()
    for (const path of ['/api/credentials', '/api/credentials/check']) {
      const body = path.endsWith('check') ? secretOf(canary) : bodyOf(canary)
      const response = await post(latchkey, path, body)
      expect(await response.clone().json()).toMatchObject({ code: 'store_unavailable' })
      await expectNothingOf(canary, response, 503)
    }
    latchkey = await openTestLatchkey(home)
  })

  test('when the way to the provider is closed', async () => {
    const canary = freshToken()
    const closed = await createSandbox()
    await closed.close()
    const elsewhere = await createTestHome('sqlite', closed.origins)
    const theirs = await openTestLatchkey(elsewhere, {
      log: createLog('trace', { write: (line) => output.push(line) }),
    })
    await expectNothingOf(canary, await post(theirs, '/api/credentials', bodyOf(canary)), 503)
    await theirs.close()
    await elsewhere.remove()
  })
})

async function expectNothingOf(canary: string, response: Response | undefined, status?: number): Promise<void> {
  expect(response?.status).toBe(status ?? response?.status)
  const everything = [...(response?.headers ?? [])].flat().join('\n') + (await response?.text()) + output.join('\n')
  const bytes = Buffer.from(canary)
  for (const form of [
    canary,
    encodeURIComponent(canary),
    bytes.toString('base64'),
    bytes.toString('hex'),
    canary.slice(0, 40),
  ]) {
    expect(everything).not.toContain(form)
  }
}

function secretOf(token: string) {
  return { connector: 'intercom', secret: { accessToken: token } }
}

function bodyOf(token: string, name = `Canary ${crypto.randomUUID()}`) {
  return { ...secretOf(token), name }
}
