import type * as z from 'zod/mini'
import type { createHostSessionSchema } from '../../contract/host-session.ts'
import { findConnector } from '../connectors/registry.ts'
import { toInvalidInput } from '../http/input.ts'
import type { Refusal } from '../refusal.ts'
import type { HostKey } from '../store/host-keys.ts'
import { isOfTenant } from './host-key-tenant.ts'
import { parseHostOrigin } from './host-origin.ts'

export type WantedHostSession = z.output<typeof createHostSessionSchema>

/** Why a host's server may not open such a session: what is unknown first, then what is more than its key has. Null if it may. */
export function refuseHostSession(key: HostKey, wanted: WantedHostSession): Refusal | null {
  const unknown = [
    ...(parseHostOrigin(wanted.origin) === null ? ['/origin'] : []),
    ...(wanted.connectors ?? []).flatMap((id, index) => (findConnector(id) ? [] : [`/connectors/${index}`])),
  ]
  if (unknown.length > 0) return toInvalidInput(unknown.map((pointer) => ({ pointer, code: 'invalid_value' })))

  const more = [
    !isOfTenant(key, wanted.tenant) &&
      (key.tenantId === null
        ? 'This tenant is the machine’s own: a key is for it where it was made for that tenant alone.'
        : 'The key is for another tenant.'),
    !key.origins.includes(wanted.origin) && 'The key is not for pages of this origin.',
    key.role === 'member' && wanted.role === 'admin' && 'The key is for members, not for admins.',
    wanted.connectors?.some((id) => key.connectors?.includes(id) === false) &&
      'The key is not for all of these connectors.',
  ].filter((line) => typeof line === 'string')
  return more.length > 0 ? { code: 'not_permitted', detail: more.join(' ') } : null
}
