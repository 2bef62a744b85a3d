import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getConnector } from '../connectors/registry.ts'
import { type AuthorizationServer, startAuthorizationServer } from '../fixture/authorization-server.ts'
import { comeBack, leave, readAuthorization, toAuthorizedBody, withOAuth } from '../fixture/authorization.ts'
import {
  createTestHome,
  openTestLatchkey,
  post,
  PUBLIC_URL,
  readCredential,
  type TestHome,
} from '../fixture/latchkey.ts'
import { visitProvider } from '../fixture/visit-provider.ts'
import type { Latchkey } from '../latchkey.ts'
import { toRedirectUri } from './oauth-providers.ts'

const definition = getConnector('intercom').oauth ?? {}
const before = { ...definition }

describe.each([
  ['as Intercom’s', { pkce: false, scope: null }],
  ['that takes PKCE and is asked for a scope, as a connector may say', { pkce: true, scope: 'workspace' }],
])('an authorization server that nobody here wrote, %s', (_, { pkce, scope }) => {
  let server: AuthorizationServer
  let home: TestHome
  let latchkey: Latchkey
  beforeAll(async () => {
    Object.assign(definition, { pkce, scope })
    server = await startAuthorizationServer({ redirectUri: toRedirectUri(PUBLIC_URL, 'intercom').href, pkce })
    const origins = { us: server.origin, eu: server.origin, au: server.origin }
    home = withOAuth(await createTestHome('sqlite', origins), { origins, oauthClient: server.client })
    latchkey = await openTestLatchkey(home)
  })
  beforeEach(() => server.setConsent(true))
  afterAll(async () => {
    Object.assign(definition, before)
    await latchkey.close()
    await home.remove()
    await server.close()
  })

  test('a consent becomes a credential, with the one token that the server gave', async () => {
    const { id, url, cookie } = await leave(latchkey)
    expect([url.searchParams.has('code_challenge'), url.searchParams.get('scope')]).toEqual([pkce, scope])
    await comeBack(latchkey, await visitProvider(url), cookie)
    expect(await readAuthorization(latchkey, id)).toMatchObject({
      state: 'authorized',
      checked: { kind: 'accepted', account: { workspaceName: 'Harbour Freight', workspaceId: 'hf5c7d90' } },
    })
    expect(server.tokens).toHaveLength(1)
    const saved = await readCredential(await post(latchkey, '/api/credentials', toAuthorizedBody({ id })))
    expect(saved).toMatchObject({ method: 'oauth', status: 'verified', account: { workspaceName: 'Harbour Freight' } })
  })

  test('a person who says no has denied', async () => {
    server.setConsent(false)
    const { id, url, cookie } = await leave(latchkey)
    await comeBack(latchkey, await visitProvider(url), cookie)
    expect(await readAuthorization(latchkey, id)).toMatchObject({ state: 'failed', reason: 'denied' })
  })

  test('a code is good for one token, whatever state it comes back with', async () => {
    const first = await leave(latchkey)
    const callback = await visitProvider(first.url)
    await comeBack(latchkey, callback, first.cookie)
    const given = server.tokens.length
    const second = await leave(latchkey, {}, first.cookie)
    await comeBack(latchkey, withCodeOf(await visitProvider(second.url), callback), second.cookie)
    expect(await readAuthorization(latchkey, second.id)).toMatchObject({ state: 'failed', reason: 'code_refused' })
    expect(server.tokens).toHaveLength(given)
  })

  test.runIf(pkce)('another way’s code, put into this one, is refused: its challenge is another', async () => {
    const [theirs, own] = [await leave(latchkey), await leave(latchkey)]
    const callback = withCodeOf(await visitProvider(own.url), await visitProvider(theirs.url))
    await comeBack(latchkey, callback, own.cookie)
    expect(await readAuthorization(latchkey, own.id)).toMatchObject({ state: 'failed', reason: 'code_refused' })
  })

  test('a client that the server does not know gets no token', async () => {
    const other = withOAuth(home, {
      origins: { us: server.origin, eu: server.origin, au: server.origin },
      oauthClient: { ...server.client, secret: crypto.randomUUID() },
    })
    const stranger = await openTestLatchkey(other)
    const given = server.tokens.length
    const { id, url, cookie } = await leave(stranger)
    await comeBack(stranger, await visitProvider(url), cookie)
    expect(await readAuthorization(stranger, id)).toMatchObject({ state: 'failed' })
    expect(server.tokens).toHaveLength(given)
    await stranger.close()
  })
})

function withCodeOf(callback: URL, other: URL): URL {
  const swapped = new URL(callback)
  swapped.searchParams.set('code', other.searchParams.get('code') ?? '')
  return swapped
}
