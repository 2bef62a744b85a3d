import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Region } from '../contract/region.ts'
import type { Behaviour } from '../contract/sandbox.ts'
import { faults } from './oauth-faults.ts'
import { createSandbox, type RunningSandbox } from './sandbox.ts'
import { namedWorkspace } from './workspace.ts'

const redirectUri = 'http://127.0.0.1:4680/api/oauth/intercom/callback'
const time = { now: Date.now() }
let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await createSandbox({ clock: () => time.now })
})
afterAll(() => sandbox.close())

describe('the page to consent on', () => {
  test.each([
    ['us', ['Northwind Outfitters', 'Northwind Outfitters [Test]'], ['Nordlicht Kaffee', 'Wattle Street Books']],
    ['eu', ['Nordlicht Kaffee'], ['Northwind Outfitters', 'Granite Clinics', 'Workspaces that give trouble']],
    ['au', ['Wattle Street Books'], ['Northwind Outfitters', 'Nordlicht Kaffee']],
  ] as const)('of %s says whose it is not, and offers %j and none of %j', async (region, offered, others) => {
    const { status, text, headers } = await open({}, region)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(text).toContain('Sandbox: this page stands in for Intercom’s.')
    for (const name of [...offered, 'A workspace made up now']) expect(text).toContain(`>${name}<`)
    for (const name of others) expect(text).not.toContain(`>${name}<`)
  })

  test('offers workspaces that give trouble, and every fault', async () => {
    const { text } = await open()
    for (const name of ['Foxglove Florists', 'Granite Clinics', 'Hurried Couriers', 'Longwall Archives']) {
      expect(text).toContain(`>${name}<`)
    }
    for (const [value, words] of Object.entries(faults)) expect(text).toContain(`<option value="${value}">${words}`)
  })

  test('has no script, lets nobody frame it, tells no other page its address, and what comes in is text', async () => {
    const { text, headers } = await open({ state: '"><script>alert(1)</script>' })
    expect(text).not.toContain('<script')
    expect(text).toContain('value="&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;"')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.* frame-ancestors 'none'$/u)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('sends nobody anywhere for an app or a redirect URL that it does not know', async () => {
    const wrong = [
      { client_id: 'nobody' },
      ...[
        '',
        'https://evil.test/api/oauth/intercom/callback',
        'http://127.0.0.1:4680.evil.test/api/oauth/intercom/callback',
        'http://127.0.0.1:4680/api/oauth/intercom/callback/',
        'http://127.0.0.1:4680/api/oauth/../callback',
      ].map((redirect_uri) => ({ redirect_uri })),
    ]
    for (const query of wrong) {
      for (const answer of [await open(query), await decide(query)]) {
        expect(answer, JSON.stringify(query)).toMatchObject({ status: 400, location: null })
        expect(answer.text).toContain('This does not lead anywhere')
      }
    }
  })

  test('takes exactly the redirect URLs that were registered, where some were', async () => {
    const uri = 'https://latchkey.example.com/api/oauth/intercom/callback'
    const other = await createSandbox({ redirectUris: [uri] })
    const statusOf = async (redirect_uri: string): Promise<number> => {
      const query = new URLSearchParams({ client_id: other.oauthClient.id, state: 'a-state', redirect_uri })
      return (await fetch(`${other.origins.us}/oauth?${query}`)).status
    }
    try {
      expect(await Promise.all([uri, `${uri}/`, redirectUri].map(statusOf))).toEqual([200, 400, 400])
    } finally {
      await other.close()
    }
  })

  test('leads back with a code that ends in "=", and the state as it came', async () => {
    const { status, location } = await decide({ state: 'a state+/=&' })
    expect(status).toBe(302)
    expect(location?.href).toMatch(/\?code=[\w-]+=&state=/u)
    expect(location?.searchParams.get('state')).toBe('a state+/=&')
    expect(`${location?.origin}${location?.pathname}`).toBe(redirectUri)
  })

  test('leads back without a code when it was denied, or fails itself', async () => {
    const denied = await decide({ decision: 'deny' })
    expect(denied.location?.href).toBe(`${redirectUri}?error=access_denied&state=a-state`)
    const failed = await decide({ fault: 'page_error' })
    expect(failed.location?.href).toBe(`${redirectUri}?error=server_error&state=a-state`)
  })

  test('knows no workspace of another region', async () => {
    const { id } = namedWorkspace('Nordlicht Kaffee', 'eu')
    expect(await decide({ workspace: id })).toMatchObject({ status: 400, location: null })
    expect(await decide({ workspace: id }, 'eu')).toMatchObject({ status: 302 })
  })
})

describe('the token endpoint', () => {
  test.each(['us', 'eu', 'au'] as const)('of %s gives a token of the workspace that was picked', async (region) => {
    const name = { us: 'Northwind Outfitters', eu: 'Nordlicht Kaffee', au: 'Wattle Street Books' }[region]
    const code = await obtainCode({ workspace: namedWorkspace(name, region).id }, region)
    const { status, body } = await trade({ code }, region)
    expect(status).toBe(200)
    expect(body).toEqual({ token_type: 'Bearer', token: expect.any(String), access_token: body.token })
    const me = await call('GET', '/me', body.token, region)
    expect(me).toMatchObject({ status: 200, body: { app: { name, id_code: namedWorkspace(name, region).id } } })
  })

  test('takes JSON as well, and needs neither a grant type nor a redirect URL', async () => {
    const { id, secret } = sandbox.oauthClient
    const code = await obtainCode()
    const answer = await fetch(`${sandbox.origins.us}/auth/eagle/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, client_id: id, client_secret: secret }),
    })
    expect(answer.status).toBe(200)
    const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"code":' }
    expect((await fetch(`${sandbox.origins.us}/auth/eagle/token`, broken)).status).toBe(401)
  })

  test('gives a made-up workspace each time, of the region whose page it was', async () => {
    const tokens = [await obtainToken({}, 'au'), await obtainToken({}, 'au')]
    const workspaces = await Promise.all(tokens.map((token) => call('GET', '/me', token, 'au')))
    expect(new Set(workspaces.map(({ body }) => body.app.id_code)).size).toBe(2)
    for (const { body } of workspaces) expect(body.app.region).toBe('AU')
  })

  test('takes a code once, and for five minutes', async () => {
    const code = await obtainCode()
    expect(await trade({ code })).toMatchObject({ status: 200 })
    expect(await trade({ code })).toMatchObject(unauthorizedCode)
    const [young, old] = [await obtainCode(), await obtainCode()]
    time.now += 299_999
    expect(await trade({ code: young })).toMatchObject({ status: 200 })
    time.now += 1
    expect(await trade({ code: old })).toMatchObject(unauthorizedCode)
  })

  test.each([
    ['a code that it did not give', { code: 'made-up=' }],
    ['a code without its "="', { cut: true }],
    ['another app', { client_id: 'another' }],
    ['a wrong client secret', { client_secret: 'another' }],
    ['another redirect URL than the page was given', { redirect_uri: `${redirectUri}/` }],
  ])('refuses %s', async (_, { cut, ...form }: Record<string, unknown>) => {
    const code = await obtainCode()
    const body = { code: cut === true ? code.slice(0, -1) : code, ...form }
    expect(await trade(body as Record<string, string>)).toMatchObject(unauthorizedCode)
  })

  test('refuses a code of another region', async () => {
    expect(await trade({ code: await obtainCode() }, 'eu')).toMatchObject(unauthorizedCode)
  })

  test.each([
    ['wrong_code', 401, /^Unauthorized Code$/u],
    ['old_code', 401, /^Unauthorized Code$/u],
    ['token_down', 503, /^$/u],
    ['token_html', 403, /^<html>/u],
    ['token_garbage', 200, /^\{"type":"admin","id":$/u],
    ['token_redirect', 302, /^$/u],
  ])('fails as %s says it does', async (fault, status, text) => {
    const answer = await trade({ code: await obtainCode({ fault }) })
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(text)
  })

  test('hangs where it is to', async () => {
    const code = await obtainCode({ fault: 'token_hanging' })
    const { id, secret } = sandbox.oauthClient
    const answer = await fetch(`${sandbox.origins.us}/auth/eagle/token`, {
      method: 'POST',
      body: new URLSearchParams({ code, client_id: id, client_secret: secret }),
      signal: AbortSignal.timeout(300),
    })
    await expect(answer.text()).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

describe('a token that was given', () => {
  test.each([
    ['Foxglove Florists', 401],
    ['Granite Clinics', 403],
    ['Hurried Couriers', 429],
    ['Flaky Pastries', 500],
  ])('gives the trouble that %s gives: %i', async (name, status) => {
    const token = await obtainToken({ workspace: namedWorkspace(name, 'us').id })
    expect(await call('GET', '/me', token)).toMatchObject({ status })
  })

  test('is another one each time that a workspace consents, and each works', async () => {
    const workspace = namedWorkspace('Northwind Outfitters', 'us').id
    const [first, second] = [await obtainToken({ workspace }), await obtainToken({ workspace })]
    expect(second).not.toBe(first)
    const answers = await Promise.all([first, second].map((token) => call('GET', '/me', token)))
    expect(answers).toMatchObject([{ status: 200 }, { status: 200 }])
  })

  test('uninstalls the app from its workspace: none that was given for it works, and one typed in by hand does', async () => {
    const workspace = namedWorkspace('Northwind Outfitters', 'us').id
    const [one, sibling, other] = [
      await obtainToken({ workspace }),
      await obtainToken({ workspace }),
      await obtainToken(),
    ]
    expect(await call('POST', '/auth/uninstall', one)).toMatchObject({ status: 200, text: '{}' })
    for (const token of [one, sibling]) {
      expect(await call('GET', '/me', token)).toMatchObject({
        status: 401,
        body: { errors: [{ code: 'token_revoked' }] },
      })
    }
    for (const token of [other, tokenOf('accepted')]) {
      expect(await call('GET', '/me', token)).toMatchObject({ status: 200 })
    }
    expect(await call('GET', '/me', await obtainToken({ workspace }))).toMatchObject({ status: 200 })
  })

  test('uninstalls at the default host and at its own region’s, and nowhere else', async () => {
    const [first, second] = [await obtainToken({}, 'eu'), await obtainToken({}, 'eu')]
    expect(await call('POST', '/auth/uninstall', first, 'au')).toMatchObject({ status: 401 })
    expect(await call('POST', '/auth/uninstall', first, 'eu')).toMatchObject({ status: 200 })
    expect(await call('POST', '/auth/uninstall', second, 'us')).toMatchObject({ status: 200 })
  })

  test('is what uninstalling takes, and nothing else', async () => {
    expect(await call('POST', '/auth/uninstall', tokenOf('accepted'))).toMatchObject({ status: 401 })
    expect(await call('GET', '/me', tokenOf('accepted'))).toMatchObject({ status: 200 })
  })
})

test('the log of requests has neither a state, nor a code, a client secret or a token', async () => {
  const state = crypto.randomUUID()
  await open({ state })
  const code = await obtainCode({ state })
  const { body } = await trade({ code })
  await call('POST', '/auth/uninstall', body.token)
  const log = JSON.stringify(sandbox.requests)
  for (const secret of [state, code, sandbox.oauthClient.secret, body.token]) expect(log).not.toContain(secret)
  expect(log).toContain('/auth/eagle/token')
})

test('another start has another app', async () => {
  const other = await createSandbox()
  await other.close()
  expect(other.oauthClient.id).not.toBe(sandbox.oauthClient.id)
  expect(other.oauthClient.secret).not.toBe(sandbox.oauthClient.secret)
})

const unauthorizedCode = { status: 401, text: 'Unauthorized Code' }

type Form = Record<string, string>

function tokenOf(behaviour: Behaviour): string {
  return sandbox.tokens.find((sample) => sample.behaviour === behaviour)?.token ?? ''
}

function open(query: Form = {}, region: Region = 'us') {
  return read(fetch(`${sandbox.origins[region]}/oauth?${new URLSearchParams({ ...asked(), ...query })}`))
}

/** What a browser sends when a person has pressed a button on the page. */
function decide(form: Form = {}, region: Region = 'us') {
  const body = new URLSearchParams({ ...asked(), workspace: 'new', fault: 'none', decision: 'authorize', ...form })
  return read(fetch(`${sandbox.origins[region]}/oauth`, { method: 'POST', body, redirect: 'manual' }))
}

async function obtainCode(form: Form = {}, region: Region = 'us'): Promise<string> {
  return (await decide(form, region)).location?.searchParams.get('code') ?? ''
}

function trade(form: Form, region: Region = 'us') {
  const { id, secret } = sandbox.oauthClient
  const own = { grant_type: 'authorization_code', client_id: id, client_secret: secret, redirect_uri: redirectUri }
  const body = new URLSearchParams({ ...own, ...form })
  return read(fetch(`${sandbox.origins[region]}/auth/eagle/token`, { method: 'POST', body, redirect: 'manual' }))
}

async function obtainToken(form: Form = {}, region: Region = 'us'): Promise<string> {
  return (await trade({ code: await obtainCode(form, region) }, region)).body.token
}

function call(method: string, path: string, token: string, region: Region = 'us') {
  return read(fetch(`${sandbox.origins[region]}${path}`, { method, headers: { authorization: `Bearer ${token}` } }))
}

function asked(): Form {
  return { client_id: sandbox.oauthClient.id, state: 'a-state', redirect_uri: redirectUri }
}

async function read(coming: Promise<Response>) {
  const answer = await coming
  const [text, location] = [await answer.text(), answer.headers.get('location')]
  const isJson = /^\{.*\}$/u.test(text)
  return {
    status: answer.status,
    headers: answer.headers,
    location: location === null ? null : new URL(location),
    text,
    body: isJson ? JSON.parse(text) : undefined,
  }
}
