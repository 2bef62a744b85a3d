import { expect, test } from 'vitest'
import { connectorDetailSchema } from '../../contract/connector-detail.ts'
import { connectorRoutes } from './connectors.ts'

const routes = connectorRoutes({ isSandbox: false })

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
