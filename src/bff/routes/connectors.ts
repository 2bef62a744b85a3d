import { Hono } from 'hono'
import { endpoints } from '../../contract/endpoints.ts'
import { type ConnectorDetail, connectorDetailSchema } from '../../contract/connector-detail.ts'
import { connectorListSchema } from '../../contract/connector.ts'
import type { ConnectorDefinition } from '../connectors/connector.ts'
import { connectors, findConnector } from '../connectors/registry.ts'
import { describe } from '../http/describe.ts'
import { answerProblem } from '../http/problem.ts'
import { formHeaders } from '../proxy/forwarded-headers.ts'

/** What a form needs to know of each kind of system. */
export function connectorRoutes({ isSandbox }: { isSandbox: boolean }): Hono {
  return new Hono()
    .get(endpoints.connectors, describe({ summary: 'Every connector', answers: { 200: connectorListSchema } }), (c) =>
      c.json({ connectors: connectors.map(({ connector }) => connector), isSandbox }),
    )
    .get(
      endpoints.connector,
      describe({ summary: 'One connector', answers: { 200: connectorDetailSchema }, refusals: ['not_found'] }),
      (c) => {
        const definition = findConnector(c.req.param('connector'))
        return definition ? c.json(toDetail(definition)) : answerProblem(c, { code: 'not_found' })
      },
    )
}

function toDetail({ connector, configuring, use }: ConnectorDefinition): ConnectorDetail {
  return { ...connector, ...configuring, requestHeaders: formHeaders(use) }
}
