import { Hono } from 'hono'
import { endpoints } from '../../contract/endpoints.ts'
import { type ConnectorDetail, connectorDetailSchema } from '../../contract/connector-detail.ts'
import { type Connector, connectorListSchema } from '../../contract/connector.ts'
import type { ConnectorDefinition } from '../connectors/connector.ts'
import { connectors, findConnector } from '../connectors/registry.ts'
import { describe } from '../http/describe.ts'
import { answerProblem } from '../http/problem.ts'
import { type OAuthProviders, toRedirectUri } from '../oauth/oauth-providers.ts'
import { formHeaders } from '../proxy/forwarded-headers.ts'

export interface ConnectorRouteDependencies {
  isSandbox: boolean
  oauthProviders: OAuthProviders
  publicUrl: URL
}

/** What a form needs to know of each kind of system. */
export function connectorRoutes({ isSandbox, ...setUp }: ConnectorRouteDependencies): Hono {
  return new Hono()
    .get(endpoints.connectors, describe({ summary: 'Every connector', answers: { 200: connectorListSchema } }), (c) =>
      c.json({ connectors: connectors.map(({ connector }) => withMethods(connector, setUp)), isSandbox }),
    )
    .get(
      endpoints.connector,
      describe({ summary: 'One connector', answers: { 200: connectorDetailSchema }, refusals: ['not_found'] }),
      (c) => {
        const definition = findConnector(c.req.param('connector'))
        return definition
          ? c.json({ ...toDetail(definition), ...withMethods(definition.connector, setUp) })
          : answerProblem(c, { code: 'not_found' })
      },
    )
}

function toDetail({ connector, configuring, use }: ConnectorDefinition): ConnectorDetail {
  return { ...connector, ...configuring, requestHeaders: formHeaders(use) }
}

/** OAuth is there where somebody has set it up; where nobody has, what it takes is said. */
function withMethods(
  connector: Connector,
  { oauthProviders, publicUrl }: Pick<ConnectorRouteDependencies, 'oauthProviders' | 'publicUrl'>,
): Connector {
  const isSetUp = oauthProviders.find(connector.id) !== null
  const methods = connector.methods.map((method) => {
    if (method.id !== 'oauth') return method
    return isSetUp ? { ...method, available: true } : { ...method, setUp: toSetUp(connector, publicUrl) }
  })
  return { ...connector, methods }
}

function toSetUp({ id, name }: Connector, publicUrl: URL): string[] {
  const prefix = `LATCHKEY_${id.toUpperCase()}_CLIENT`
  return [
    ...(publicUrl.protocol === 'https:'
      ? []
      : [`Serve Latchkey at an **https** origin: ${name} goes back to no other.`]),
    `At ${name}, make an app that uses OAuth, with the redirect URL **${toRedirectUri(publicUrl, id).href}**.`,
    `Start Latchkey with **${prefix}_ID** and **${prefix}_SECRET_FILE**, the app’s id and a file with its secret.`,
  ]
}
