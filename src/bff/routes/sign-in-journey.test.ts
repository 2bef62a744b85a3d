import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '../../contract/problem.ts'
import { sessionSchema } from '../../contract/session.ts'
import { createTestHome, openTestLatchkey, PUBLIC_URL, type TestHome } from '../fixture/latchkey.ts'
import { startOpenIdProvider, type TestOpenIdProvider } from '../fixture/openid-provider.ts'
import type { Latchkey } from '../latchkey.ts'

let provider: TestOpenIdProvider
let home: TestHome
let latchkey: Latchkey
let other: Latchkey
beforeAll(async () => {
  provider = await startOpenIdProvider(new URL('/api/sign-in/callback', PUBLIC_URL).href)
  home = await createTestHome('sqlite')
  const { issuer, clientId, clientSecret } = provider
  const claims = { tenantClaim: 'org', rolesClaim: 'roles', adminRole: 'latchkey-admin', teamsClaim: 'groups' }
  const signIn = { kind: 'openid', issuer, clientId, clientSecret, scope: 'openid profile', ...claims } as const
  const people = { ...home, config: { ...home.config, signIn } }
  latchkey = await openTestLatchkey(people)
  other = await openTestLatchkey(people)
})
afterAll(async () => {
  await Promise.all([latchkey.close(), other.close()])
  await provider.close()
  await home.remove()
})

test('S23 a team’s person signs in at one instance, is known on every other, and is nobody anywhere after signing out', async () => {
  const asked = await latchkey.app.request(new URL('/api/session', PUBLIC_URL))
  expect(problemSchema.parse(await asked.json())).toMatchObject({ code: 'session_required', signIn: 'openid' })

  provider.signInAs({ sub: 'ada-7', name: 'Ada', org: 'acme', roles: ['latchkey-admin'], groups: [] })
  const away = await latchkey.app.request(new URL('/api/sign-in?return=/events', PUBLIC_URL))
  const back = await provider.visit(new URL(away.headers.get('location') ?? ''))
  // Whichever instance the browser comes back to: what it left with is in the store.
  const answer = await other.app.request(back, { headers: { cookie: toCookie(away) } })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/events'])

  const cookie = toCookie(answer)
  for (const { app } of [latchkey, other]) {
    const known = await app.request(new URL('/api/session', PUBLIC_URL), { headers: { cookie } })
    expect(sessionSchema.parse(await known.json())).toMatchObject({
      signIn: 'openid',
      person: { id: 'ada-7', name: 'Ada' },
      tenant: { id: 'acme' },
      role: 'admin',
    })
  }
  const events = await latchkey.app.request(new URL('/api/events', PUBLIC_URL), { headers: { cookie } })
  expect(await events.json()).toMatchObject({ events: [{ action: 'session.started', actor: { id: 'ada-7' } }] })

  const headers = { cookie, origin: PUBLIC_URL.origin, 'latchkey-client': 'test' }
  const ended = await latchkey.app.request(new URL('/api/session', PUBLIC_URL), { method: 'DELETE', headers })
  const { endSessionUrl } = (await ended.json()) as { endSessionUrl: string }
  expect(new URL(endSessionUrl).searchParams.get('post_logout_redirect_uri')).toBe(`${PUBLIC_URL.origin}/signed-out`)
  for (const { app } of [latchkey, other]) {
    expect((await app.request(new URL('/api/session', PUBLIC_URL), { headers: { cookie } })).status).toBe(401)
  }
})

function toCookie(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
