import { randomBytes } from 'node:crypto'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Region } from '../contract/region.ts'
import { type Behaviour, behaviourSchema, sandboxSchema } from '../contract/sandbox.ts'
import { makeAccessToken } from './access-token.ts'
import { BOMB_SIZE } from './bomb.ts'
import { createSandbox, type RunningSandbox } from './sandbox.ts'

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await createSandbox()
})
afterAll(() => sandbox.close())

describe('the sample tokens', () => {
  test('cover every behaviour, and accepted once a region', () => {
    expect(new Set(sandbox.tokens.map((sample) => sample.behaviour))).toEqual(new Set(behaviourSchema.options))
    const accepted = sandbox.tokens.filter((sample) => sample.behaviour === 'accepted')
    expect(accepted.map((sample) => sample.region)).toEqual(['us', 'eu', 'au'])
    expect(sandboxSchema.safeParse({ tokens: sandbox.tokens }).success).toBe(true)
  })

  test('are other ones at every start, and have the shape of public samples', async () => {
    const other = await createSandbox()
    await other.close()
    const tokens = [...sandbox.tokens, ...other.tokens].map((sample) => sample.token)
    expect(new Set(tokens).size).toBe(tokens.length)
    for (const token of tokens) {
      expect(token).toHaveLength(60)
      expect(Buffer.from(token, 'base64').toString()).toMatch(
        /^tok:[\da-f]{8}_[\da-f]{4}_[\da-f]{4}_[\da-f]{4}_[\da-f]{12}:1:0$/u,
      )
    }
  })
})

describe('a token that works', () => {
  test.each([
    ['us', 'US'],
    ['eu', 'Europe'],
    ['au', 'AU'],
  ] as const)('of %s is answered by the default host and by its own, as a workspace of %s', async (region, seen) => {
    const token = tokenOf('accepted', region)
    const [byDefault, own] = await Promise.all([get('/me', token, 'us'), get('/me', token, region)])
    expect(byDefault).toMatchObject({ status: 200, body: { type: 'admin', app: { type: 'app', region: seen } } })
    expect(own.body).toEqual(byDefault.body)
  })

  test('is an unknown one to the host of another region', async () => {
    for (const [region, other] of [
      ['us', 'eu'],
      ['eu', 'au'],
      ['au', 'eu'],
    ] as const) {
      expect(await get('/me', tokenOf('accepted', region), other)).toMatchObject(refusal(401, 'unauthorized'))
    }
  })

  test('names a test workspace so', async () => {
    const { body } = await get('/me', tokenOf('test_workspace'))
    expect(body).toMatchObject({ app: { name: expect.stringMatching(/ \[Test\]$/u) } })
  })

  test('may be nobody knows whose', async () => {
    expect(await get('/me', tokenOf('null_account'))).toMatchObject({ status: 200, body: null })
  })

  test('is slow for three seconds, and accepted then', async () => {
    const start = performance.now()
    expect(await get('/me', tokenOf('slow'))).toMatchObject({ status: 200, body: { type: 'admin' } })
    expect(performance.now() - start).toBeGreaterThan(2_900)
  })

  test('that is no sample has a workspace of its own, the same at every call', async () => {
    const [one, other] = [makeAccessToken(randomBytes), makeAccessToken(randomBytes)]
    const first = await get('/me', one)
    expect(first).toMatchObject({ status: 200, body: { app: { region: 'US' } } })
    expect((await get('/me', one)).body).toEqual(first.body)
    expect(await get('/me', other)).not.toMatchObject({ body: { app: { id_code: first.body.app.id_code } } })
  })

  test('with another ending is another token of the same workspace', async () => {
    const token = makeAccessToken(randomBytes)
    const text = Buffer.from(token, 'base64').toString()
    const sibling = Buffer.from(text.replace(/:0$/u, ':1')).toString('base64')
    expect(sibling).not.toBe(token)
    expect((await get('/me', sibling)).body).toEqual((await get('/me', token)).body)
    sandbox.revoke(token)
    expect(await get('/me', sibling)).toMatchObject({ status: 200 })
  })
})

describe('a refusal', () => {
  test.each([
    ['invalid', 401, 'unauthorized'],
    ['revoked', 401, 'token_revoked'],
    ['suspended', 401, 'token_suspended'],
    ['server_error', 500, 'server_error'],
  ] as const)('of %s is %i %s on every endpoint, and shows no rate limit', async (behaviour, status, code) => {
    for (const path of ['/me', '/contacts', '/tags']) {
      const answer = await get(path, tokenOf(behaviour))
      expect(answer).toMatchObject(refusal(status, code))
      expect(answer.headers).not.toHaveProperty('x-ratelimit-limit')
    }
  })

  test('for want of a scope is of /me alone, and names the scope', async () => {
    const answer = await get('/me', tokenOf('restricted'))
    expect(answer).toMatchObject(refusal(403, 'forbidden'))
    expect(answer.text).toContain('read_single_admin')
    for (const path of ['/admins', '/contacts', '/conversations', '/companies', '/tags']) {
      expect(await get(path, tokenOf('restricted'))).toMatchObject({ status: 200 })
    }
  })

  test('meets what is no token, and a call without any', async () => {
    expect(await get('/me', 'no-token-at-all')).toMatchObject(refusal(401, 'unauthorized'))
    expect(await get('/me', Buffer.from('toc:1').toString('base64'))).toMatchObject(refusal(401, 'unauthorized'))
    expect(await get('/me')).toMatchObject(refusal(401, 'missing_authorization'))
    const basic = await get('/me', undefined, 'us', { authorization: `Basic ${tokenOf('accepted')}` })
    expect(basic).toMatchObject(refusal(401, 'unauthorized'))
  })

  test.each(['2.17', '1.5', '3.0', 'latest', '2.016', ''])('meets %j, a version that is none', async (version) => {
    const answer = await get('/me', tokenOf('accepted'), 'us', { 'intercom-version': version })
    expect(answer).toMatchObject(refusal(400, 'intercom_version_invalid'))
  })

  test.each(['1.0', '1.4', '2.0', '2.10', '2.16'])('does not meet version %s', async (version) => {
    const answer = await get('/me', tokenOf('accepted'), 'us', { 'intercom-version': version })
    expect(answer.status).toBe(200)
  })

  test('meets a path that is not there, and a method that is not supported', async () => {
    expect(await get('/nowhere', tokenOf('accepted'))).toMatchObject(refusal(404, 'not_found'))
    const posted = await fetch(`${sandbox.origins.us}/me`, {
      method: 'POST',
      body: '{}',
      headers: { authorization: `Bearer ${tokenOf('accepted')}` },
    })
    expect(posted.status).toBe(404)
    expect(await posted.json()).toMatchObject({ errors: [{ code: 'not_found' }] })
  })
})

describe('what is written to it', () => {
  test('stays in the memory of its workspace, whichever token wrote it', async () => {
    const token = makeAccessToken(randomBytes)
    const made = await post('/contacts', token, JSON.stringify({ email: 'ada@example.com' }))
    expect(made).toMatchObject({ status: 200, body: { type: 'contact', email: 'ada@example.com' } })
    const sibling = Buffer.from(Buffer.from(token, 'base64').toString().replace(/:0$/u, ':1')).toString('base64')
    expect(await get(`/contacts/${made.body.id}`, sibling)).toMatchObject({ status: 200, body: made.body })
    expect(await get(`/contacts/${made.body.id}`, makeAccessToken(randomBytes))).toMatchObject({ status: 404 })
  })

  test('is read to 256 kB, and refused beyond, however it comes', async () => {
    const token = makeAccessToken(randomBytes)
    const record = JSON.stringify({ role: 'lead', name: 'x'.repeat(250_000) })
    expect(await post('/contacts', token, record)).toMatchObject({ status: 200 })
    const refused = await request(`${sandbox.origins.us}/contacts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: Readable.from(Array.from({ length: 300 }, () => Buffer.alloc(1_000))),
    })
    expect(refused.statusCode).toBe(413)
    expect(await refused.body.json()).toMatchObject(refusal(413, 'client_error').body)
    expect(sandbox.requests.at(-1)).toMatchObject({ method: 'POST', bodyLength: 300_000 })
  })

  test('is refused when it is no JSON, and an event is taken without an answer’s body', async () => {
    const token = makeAccessToken(randomBytes)
    expect(await post('/contacts', token, '{"email":')).toMatchObject(refusal(400, 'bad_request'))
    const contact = (await get('/contacts?per_page=1', token)).body.data[0]
    const event = { event_name: 'tested', created_at: 1_700_000_000, id: contact.id }
    const taken = await post('/events', token, JSON.stringify(event))
    expect(taken).toMatchObject({ status: 202, text: '' })
    expect(taken.headers).not.toHaveProperty('content-type')
  })
})

describe('what a test or a drill does to it:', () => {
  test('a token that it revokes is refused as revoked from then on, and no other is', async () => {
    const token = makeAccessToken(randomBytes)
    expect(await get('/me', token)).toMatchObject({ status: 200 })
    sandbox.revoke(token)
    for (const path of ['/me', '/contacts']) {
      expect(await get(path, token)).toMatchObject(refusal(401, 'token_revoked'))
    }
    expect(await get('/me', makeAccessToken(randomBytes))).toMatchObject({ status: 200 })
  })

  test('a token takes on another behaviour, and its own again', async () => {
    const token = makeAccessToken(randomBytes)
    sandbox.setBehaviour(token, 'html_403')
    expect(await get('/contacts', token)).toMatchObject({ status: 403, text: expect.stringMatching(/^<html>/u) })
    sandbox.setBehaviour(token, 'throttled')
    expect(await get('/contacts', token)).toMatchObject(refusal(429, 'rate_limit_exceeded'))
    sandbox.setBehaviour(token, 'accepted')
    expect(await get('/contacts', token)).toMatchObject({ status: 200 })
  })

  test('in an outage every region answers 503, until it is over', async () => {
    sandbox.setOutage(true)
    for (const region of ['us', 'eu', 'au'] as const) {
      expect(await get('/me', tokenOf('accepted', region), region)).toMatchObject({ status: 503, text: '' })
    }
    sandbox.setOutage(false)
    expect(await get('/me', tokenOf('accepted'))).toMatchObject({ status: 200 })
  })
})

describe('an answer that is none', () => {
  test('hangs after its headers', async () => {
    const response = await fetch(`${sandbox.origins.us}/me`, {
      headers: { authorization: `Bearer ${tokenOf('hanging')}` },
      signal: AbortSignal.timeout(400),
    })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('is the 403 of a load balancer', async () => {
    const answer = await get('/me', tokenOf('html_403'))
    expect(answer).toMatchObject({ status: 403, headers: { 'content-type': 'text/html' } })
    expect(answer.text).toMatch(/^<html>/u)
  })

  test('is a 200 that says JSON and is not', async () => {
    const answer = await get('/me', tokenOf('garbage'))
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('json') } })
    expect(() => JSON.parse(answer.text)).toThrow(SyntaxError)
  })

  test('redirects to another origin, which notices who follows', async () => {
    const { origin, requests } = sandbox.redirectTarget
    const answer = await get('/me', tokenOf('redirect'))
    expect(answer).toMatchObject({ status: 302, headers: { location: `${origin}/me` } })
    expect(Object.values(sandbox.origins)).not.toContain(origin)
    expect(requests).toHaveLength(0)
    await fetch(`${sandbox.origins.us}/me`, { headers: { authorization: `Bearer ${tokenOf('redirect')}` } })
    expect(requests).toMatchObject([{ method: 'GET', path: '/me' }])
  })

  test('is a bomb: 200 MB out of about 200 KB, whatever was asked for', async () => {
    const { headers, body } = await request(`${sandbox.origins.us}/me`, {
      headers: { authorization: `Bearer ${tokenOf('bomb')}`, 'accept-encoding': 'identity' },
    })
    expect(headers).toMatchObject({ 'content-encoding': 'gzip' })
    expect(Number(headers['content-length'])).toBeLessThan(250_000)
    expect(await inflatedSize(body)).toBe(BOMB_SIZE)
  })
})

describe('the log of requests', () => {
  test('shows what arrived, and no token wherever it stood', async () => {
    const token = tokenOf('accepted')
    await get(`/contacts?leak=${encodeURIComponent(token)}`, token, 'us', { cookie: `leak=${token}`, 'x-mine': 'yes' })
    expect(sandbox.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/contacts?leak=[token]',
      headers: { authorization: '[token]', cookie: 'leak=[token]', 'x-mine': 'yes' },
    })
    const log = JSON.stringify(sandbox.requests)
    for (const sample of sandbox.tokens) expect(log).not.toContain(sample.token.slice(4, 50))
  })

  test('keeps the latest thousand', async () => {
    for (let round = 0; round < 21; round += 1) {
      await Promise.all(Array.from({ length: 50 }, () => get('/nowhere')))
    }
    await get('/last')
    expect(sandbox.requests).toHaveLength(1_000)
    expect(sandbox.requests.at(-1)).toMatchObject({ path: '/last' })
  })
})

function tokenOf(behaviour: Behaviour, region: Region = 'us'): string {
  const sample = sandbox.tokens.find((one) => one.behaviour === behaviour && one.region === region)
  if (!sample) throw new Error(`There is no sample token for ${behaviour} in ${region}.`)
  return sample.token
}

async function get(path: string, token?: string, region: Region = 'us', headers: Record<string, string> = {}) {
  return read(
    await fetch(`${sandbox.origins[region]}${path}`, {
      redirect: 'manual',
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    }),
  )
}

async function post(path: string, token: string, body: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return read(await fetch(`${sandbox.origins.us}${path}`, { method: 'POST', headers, body }))
}

async function read(response: Response) {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && !/(?:^|:)$/u.test(text)
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text,
    body: isJson ? JSON.parse(text) : undefined,
  }
}

function refusal(status: number, code: string) {
  return {
    status,
    body: { type: 'error.list', request_id: expect.stringMatching(/^00[\da-v]{18}$/u), errors: [{ code }] },
  }
}

async function inflatedSize(body: NodeJS.ReadableStream): Promise<number> {
  let size = 0
  const count = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      size += chunk.length
      done()
    },
  })
  await pipeline(body, createGunzip(), count)
  return size
}
