import { expect, test } from 'vitest'
import { connectorListSchema } from '../../contract/connector.ts'
import { connectorDetailSchema } from '../../contract/connector-detail.ts'
import { connectorRoutes } from './connectors.ts'

const publicUrl = new URL('https://latchkey.example')
const routes = connectorRoutes({ isSandbox: false, oauthProviders: { find: () => null }, publicUrl })

test('a connector’s details name what a request may have: HTTP’s own headers and the connector’s', async () => {
  const answer = await routes.request('/api/connectors/intercom')
  const { requestHeaders, sourceTemplates } = connectorDetailSchema.parse(await answer.json())
  expect(requestHeaders).toEqual(expect.arrayContaining(['accept', 'intercom-version']))
  for (const never of ['authorization', 'cookie', 'content-type', 'host']) expect(requestHeaders).not.toContain(never)
  expect(sourceTemplates).not.toEqual([])
})

test('a connector that is not there is not found', async () => {
  expect((await routes.request('/api/connectors/zendesk')).status).toBe(404)
})

test('OAuth that nobody has set up says what it takes: the redirect URL, letter by letter, and the two variables', async () => {
  const answer = await routes.request('/api/connectors')
  const { connectors } = connectorListSchema.parse(await answer.json())
  const oauth = connectors[0]?.methods.find(({ id }) => id === 'oauth')
  expect(oauth).toMatchObject({ available: false })
  const words = oauth?.setUp?.join(' ') ?? ''
  expect(words).toContain('https://latchkey.example/api/oauth/intercom/callback')
  expect(words).toMatch(/LATCHKEY_INTERCOM_CLIENT_ID.*LATCHKEY_INTERCOM_CLIENT_SECRET_FILE/u)
  expect(words).not.toContain('Serve Latchkey')
})

test('and where the page is not on https, that it has to be', async () => {
  const plain = connectorRoutes({
    isSandbox: false,
    oauthProviders: { find: () => null },
    publicUrl: new URL('http://127.0.0.1:4680'),
  })
  const detail = connectorDetailSchema.parse(await (await plain.request('/api/connectors/intercom')).json())
  expect(detail.methods.find(({ id }) => id === 'oauth')?.setUp?.[0]).toContain('https')
})

test('OAuth that somebody has set up is there', async () => {
  const provider = {
    authorizationUrl: () => Promise.reject(new Error('Nobody goes there')),
    exchange: () => Promise.reject(new Error('Nobody comes back')),
  }
  const ready = connectorRoutes({ isSandbox: false, oauthProviders: { find: () => provider }, publicUrl })
  const { connectors } = connectorListSchema.parse(await (await ready.request('/api/connectors')).json())
  const oauth = connectors[0]?.methods.find(({ id }) => id === 'oauth')
  expect(oauth).toMatchObject({ available: true })
  expect(oauth?.setUp).toBeUndefined()
})
