import type { Selectable } from 'kysely'
import {
  type CredentialAction,
  credentialActionSchema,
  type CredentialEvent,
  type CredentialEventPage,
  credentialEventSchema,
  eventDetailSchema,
  type ListCredentialEvents,
} from '../../contract/credential-event.ts'
import { isLatchkey } from '../access/principal.ts'
import { type Asker, findAccess } from './credential-access.ts'
import type { Database } from './database.ts'
import { readDetail } from './event-detail.ts'
import { cutPage, nameList, parseCursor, toCursor } from './key-page.ts'
import type { AuditEventTable } from './schema.ts'

/** What asked the provider about the secret. */
const checks: readonly CredentialAction[] = [
  'credential.created',
  'credential.checked',
  'secret.replaced',
  'secret.replacement_refused',
]

/** Whether somebody sees such a credential, or a deleted one that is not yet erased. */
export async function hasHistory(database: Database, asker: Asker, id: string): Promise<boolean> {
  for (const table of ['credential', 'deleted_credential'] as const) {
    const row = await database
      .selectFrom(table)
      .select(['id', 'connector', 'owner_id'])
      .where('tenant_id', '=', asker.tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (row) return (await findAccess(database, asker, row)) !== null
  }
  return false
}

/** The newest first, a page by key. Null when the cursor is none of this list. */
export async function listCredentialEvents(
  database: Database,
  tenantId: string,
  credentialId: string,
  { about, cursor, limit }: ListCredentialEvents,
): Promise<CredentialEventPage | null> {
  const list = nameList('-id', [credentialId, about])
  const position = cursor === undefined ? undefined : parseCursor(list, cursor)
  if (position === null) return null
  const rows = await database
    .selectFrom('audit_event')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('credential_id', '=', credentialId)
    .where('action', 'in', about === 'checks' ? checks : credentialActionSchema.options)
    .$if(position !== undefined, (page) => page.where('id', '<', position?.id ?? ''))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { shown, last } = cutPage(rows, limit)
  return {
    events: shown.map(toEvent),
    nextCursor: last ? toCursor(list, { sortValue: last.at, id: last.id }) : null,
  }
}

function toEvent(row: Selectable<AuditEventTable>): CredentialEvent {
  const actor = { id: row.actor_id, name: row.actor_name }
  return credentialEventSchema.parse({
    id: row.id,
    action: row.action,
    at: row.at,
    actor: isLatchkey(actor) ? null : actor,
    detail: readDetail(eventDetailSchema, row.detail),
  })
}
