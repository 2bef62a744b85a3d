import type { Context } from 'hono'
import * as z from 'zod/mini'
import type { Method } from '../../contract/connector.ts'
import type { ConnectorDefinition } from '../connectors/connector.ts'
import { connectors } from '../connectors/registry.ts'
import { chosenJsonBody } from '../http/input.ts'

/** The parts of a body that are its connector's own. */
interface OwnParts {
  method: z.ZodMiniDefault<z.ZodMiniLiteral<Method>>
  secret: ConnectorDefinition['secretSchema']
}

/**
 * A body that names its connector, whose own fields the secret has; so one pass finds all that is wrong with it.
 * @param authorized the body in place of it where the secret comes from an authorization
 */
export function bodyByConnector<
  Typed extends z.core.$ZodTypeDiscriminable & z.ZodMiniType,
  Authorized extends z.ZodMiniType = never,
>(extend: (own: OwnParts & { connector: z.ZodMiniLiteral<string> }) => Typed, authorized: Authorized | null = null) {
  const [first, ...others] = connectors
  const bodyOf = (definition: ConnectorDefinition): Typed =>
    extend({ connector: z.literal(definition.connector.id), ...ownParts(definition) })
  const bodies = z.discriminatedUnion('connector', [bodyOf(first), ...others.map(bodyOf)])
  const ofUnknown = extend({
    connector: z.literal(connectors.map(({ connector }) => connector.id)),
    ...ownParts({ secretSchema: anySecret }),
  })
  const byId = toMap(bodyOf)
  return chosenJsonBody<Typed | Authorized>(withAuthorized(bodies, authorized), (_, json) => {
    if (authorized && isAuthorized(json)) return authorized
    return byId.get(namedConnector(json)) ?? ofUnknown
  })
}

/** A body whose connector is that of what the request is about. */
export function bodyOfConnector<Typed extends z.ZodMiniType, Authorized extends z.ZodMiniType>(
  extend: (own: OwnParts) => Typed,
  authorized: Authorized,
  findId: (c: Context) => Promise<string | null>,
) {
  const byId = toMap((definition) => extend(ownParts(definition)))
  const documented = withAuthorized(z.union([...byId.values()]), authorized)
  return chosenJsonBody<Typed | Authorized>(documented, async (c, json) => {
    const typed = byId.get((await findId(c)) ?? '') ?? null
    return typed && isAuthorized(json) ? authorized : typed
  })
}

/** The connectors that give tokens by OAuth, as the value of a body's `connector`. */
export function authorizingConnector(): z.ZodMiniLiteral<string> {
  return z.literal(connectors.filter(({ oauth }) => oauth !== null).map(({ connector }) => connector.id))
}

function withAuthorized(typed: z.ZodMiniType, authorized: z.ZodMiniType | null): z.ZodMiniType {
  return authorized ? z.union([typed, authorized]) : typed
}

/** What a body is parsed by its method says: anything else is a token that is typed in, and refused as one. */
function isAuthorized(json: unknown): boolean {
  return z.safeParse(z.object({ method: z.literal('oauth') }), json).success
}

function toMap<Schema>(toSchema: (definition: ConnectorDefinition) => Schema): Map<string, Schema> {
  return new Map(connectors.map((definition) => [definition.connector.id, toSchema(definition)]))
}

const TYPED_METHOD: Method = 'access_token'

function ownParts({ secretSchema }: Pick<ConnectorDefinition, 'secretSchema'>): OwnParts {
  // A secret that is typed in is a token, whatever else the connector can do.
  return { method: z._default(z.literal(TYPED_METHOD), TYPED_METHOD), secret: secretSchema }
}

/** Of a connector that nobody knows: which fields its secret has, nobody knows either. */
const anySecret: ConnectorDefinition['secretSchema'] = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform(() => ({})),
)

function namedConnector(json: unknown): string {
  const named = z.safeParse(z.object({ connector: z.string() }), json)
  return named.success ? named.data.connector : ''
}
