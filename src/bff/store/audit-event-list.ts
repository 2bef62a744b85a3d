import { type Selectable, sql } from 'kysely'
import {
  type AuditEvent,
  type AuditEventPage,
  auditActionSchema,
  auditDetailSchema,
  auditEventSchema,
  type ExportAuditEvents,
  type ListAuditEvents,
} from '../../contract/audit-event.ts'
import { isLatchkey, latchkeyPrincipal } from '../access/principal.ts'
import type { Database, Store } from './database.ts'
import { readDetail } from './event-detail.ts'
import { cutPage, nameList, type PagePosition, parseCursor, toCursor } from './key-page.ts'
import type { AuditEventTable } from './schema.ts'

/** The newest first, a page by key. Null when the cursor is none of this list. */
export async function listAuditEvents(
  database: Database,
  tenantId: string,
  { cursor, limit, ...filters }: ListAuditEvents,
): Promise<AuditEventPage | null> {
  const { actor, action, outcome, credential, from, to } = filters
  const list = nameList('-at', [actor, action, outcome, credential, from, to])
  const position = cursor === undefined ? undefined : parseCursor(list, cursor)
  if (position === null) return null
  const rows = await selectEvents(database, tenantId, filters)
    .$if(position !== undefined, (page) =>
      page.where(sql<boolean>`(audit_event.at, audit_event.id) < (${position?.sortValue}, ${position?.id})`),
    )
    .orderBy('audit_event.at', 'desc')
    .orderBy('audit_event.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { shown, last } = cutPage(rows, limit)
  return {
    events: shown.map(toEvent),
    nextCursor: last ? toCursor(list, { sortValue: last.at, id: last.id }) : null,
  }
}

/** Rows a statement: whoever takes them slowly holds no connection meanwhile. */
const BATCH = 500

/** Every event up to now, the oldest first. */
export async function* readAuditEvents(
  database: Database,
  tenantId: string,
  { to, ...filters }: ExportAuditEvents,
  now: Date,
): AsyncGenerator<AuditEvent> {
  // What is noted while it is read would make it endless.
  const end = to !== undefined && Date.parse(to) < now.getTime() ? to : now.toISOString()
  let position: PagePosition | undefined
  for (;;) {
    const { sortValue, id } = position ?? { sortValue: '', id: '' }
    const rows = await selectEvents(database, tenantId, { ...filters, to: end })
      .where(sql<boolean>`(audit_event.at, audit_event.id) > (${sortValue}, ${id})`)
      .orderBy('audit_event.at')
      .orderBy('audit_event.id')
      .limit(BATCH)
      .execute()
    for (const row of rows) yield toEvent(row)
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    position = { sortValue: last.at, id: last.id }
  }
}

/** Milliseconds for which it is kept that the watch asked and all was as before. */
const KEPT = 90 * 24 * 60 * 60 * 1_000

/** Rows a statement: somebody's save comes in between. */
const FORGOTTEN_AT_ONCE = 500

/**
 * Forgets what the watch found unchanged long ago: a row a credential and day, of which nobody did anything. What people
 * did stays, and so does every change of a status.
 */
export async function forgetOldChecks(store: Pick<Store, 'note'>, now: Date): Promise<void> {
  const longAgo = new Date(now.getTime() - KEPT).toISOString()
  for (let isMore = true; isMore;) {
    const forgotten = await store.note((connection) =>
      connection
        .deleteFrom('audit_event')
        .where('id', 'in', (old) =>
          old
            .selectFrom('audit_event as old')
            .select('old.id')
            // As the index has it: a parameter in its place would not find the index.
            .where('old.actor_id', '=', sql.lit(latchkeyPrincipal('').id))
            .where('old.action', '=', sql.lit('credential.checked'))
            .where('old.at', '<', longAgo)
            .where('old.detail', 'not like', '%"status"%')
            .limit(FORGOTTEN_AT_ONCE),
        )
        .returning('id')
        .execute(),
    )
    isMore = forgotten.length === FORGOTTEN_AT_ONCE
  }
}

interface Names {
  credential_name: string | null
  deleted_credential_name: string | null
  resource_name: string | null
}

function selectEvents(
  database: Database,
  tenantId: string,
  { actor, action, outcome, credential, from, to }: ExportAuditEvents,
) {
  return (
    database
      .selectFrom('audit_event')
      .leftJoin('credential', (join) => join.onRef('credential.id', '=', 'audit_event.credential_id'))
      .leftJoin('deleted_credential', (join) => join.onRef('deleted_credential.id', '=', 'audit_event.credential_id'))
      .leftJoin('resource', (join) => join.onRef('resource.id', '=', 'audit_event.resource_id'))
      .selectAll('audit_event')
      .select([
        'credential.name as credential_name',
        'deleted_credential.name as deleted_credential_name',
        'resource.name as resource_name',
      ])
      .where('audit_event.tenant_id', '=', tenantId)
      // Of a later release: there is no saying what those mean.
      .where('audit_event.action', 'in', action === undefined ? auditActionSchema.options : [action])
      .$if(actor !== undefined, (page) => page.where('audit_event.actor_id', '=', actor ?? ''))
      .$if(outcome !== undefined, (page) => page.where('audit_event.outcome', '=', outcome ?? ''))
      .$if(credential !== undefined, (page) => page.where('audit_event.credential_id', '=', credential ?? ''))
      .$if(from !== undefined, (page) => page.where('audit_event.at', '>=', toStored(from)))
      .$if(to !== undefined, (page) => page.where('audit_event.at', '<', toStored(to)))
  )
}

/** Times are compared as text, so they are written alike: in milliseconds. */
function toStored(time = ''): string {
  return new Date(time).toISOString()
}

function toEvent(row: Selectable<AuditEventTable> & Names): AuditEvent {
  const actor = { id: row.actor_id, name: row.actor_name }
  const { credential_id: credentialId, resource_id: resourceId } = row
  return auditEventSchema.parse({
    id: row.id,
    at: row.at,
    action: row.action,
    outcome: row.outcome,
    actor: isLatchkey(actor) ? null : actor,
    connector: row.connector === '' ? null : row.connector,
    credential: credentialId && { id: credentialId, name: row.credential_name ?? row.deleted_credential_name },
    resource: resourceId && { id: resourceId, name: row.resource_name },
    address: row.address,
    detail: readDetail(auditDetailSchema, row.detail),
  })
}
