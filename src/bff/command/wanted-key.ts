import * as z from 'zod/mini'
import { hostIdSchema } from '../../contract/host-session.ts'
import { type TenantRole, tenantRoleSchema } from '../../contract/person.ts'
import { NAME_LENGTH, nameSchema } from '../../contract/text.ts'
import { parseHostOrigin } from '../access/host-origin.ts'
import { connectors, findConnector } from '../connectors/registry.ts'

/** What `keys create` is to make. */
export type WantedKey =
  | { kind: 'data_plane'; name: string; tenantId: string | null; connector: string }
  | {
      kind: 'host'
      name: string
      tenantId: string | null
      origins: string[]
      role: TenantRole
      connectors: string[] | null
    }

export const knownConnectors = connectors.map(({ connector }) => connector.id).join(', ')

/**
 * @param refuse ends the command with a line that says what is wrong: never the words themselves, one of which may be a key
 *   that was pasted
 */
export function readWantedKey(options: unknown, refuse: (line: string) => never): WantedKey {
  const given = optionsSchema.parse(options)
  const { data: name } = nameSchema.safeParse(given.name)
  if (name === undefined) refuse(`A name is one line of 1 to ${NAME_LENGTH} characters, and can be seen.`)
  if (given.tenant !== undefined && !hostIdSchema.safeParse(given.tenant).success) {
    refuse('A tenant’s id is 1 to 255 characters that can be seen.')
  }
  const tenantId = given.tenant ?? null
  const named = [...new Set(given.connector)]
  if (!named.every((id) => findConnector(id))) refuse(`There is no such connector. There are: ${knownConnectors}.`)

  if (!given.host) {
    const [connector, ...others] = named
    if (given.role !== undefined) refuse('A role belongs to a host key: name the origin of its page with --host.')
    if (connector === undefined || others.length > 0) {
      refuse('A key for data flows is for one connector: --connector <id>. A host key needs --host <origin>.')
    }
    return { kind: 'data_plane', name, tenantId, connector }
  }
  const origins = [...new Set(given.host)]
  if (!origins.every((origin) => parseHostOrigin(origin) !== null)) {
    refuse('A page’s origin is as its browser has it: https://app.example.com, or http on loopback, without a path.')
  }
  const { data: role } = tenantRoleSchema.safeParse(given.role ?? 'admin')
  if (role === undefined) refuse('A role is admin or member.')
  return { kind: 'host', name, tenantId, origins, role, connectors: named.length > 0 ? named : null }
}

const textsSchema = z.optional(z.array(z.string()))
const optionsSchema = z.object({
  name: z.string(),
  connector: textsSchema,
  tenant: z.optional(z.string()),
  host: textsSchema,
  role: z.optional(z.string()),
})
