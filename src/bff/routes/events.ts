import { Readable } from 'node:stream'
import { Hono } from 'hono'
import * as z from 'zod/mini'
import {
  type AuditEvent,
  auditEventPageSchema,
  exportAuditEventsSchema,
  listAuditEventsSchema,
} from '../../contract/audit-event.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { describe } from '../http/describe.ts'
import { answerInvalidCursor, query } from '../http/input.ts'
import { listAuditEvents, readAuditEvents } from '../store/audit-event-list.ts'
import type { Store } from '../store/database.ts'

/** A JSON text a line (jsonlines.org). */
const JSON_LINES = 'application/jsonl'

/** Who did what in a tenant: a page of it, and all of it. */
export function eventRoutes({ store, clock }: { store: Store; clock(): Date }): Hono {
  return new Hono()
    .get(
      endpoints.events,
      describe({
        summary: 'A page of everything that was done in the tenant, the newest first; for its admins',
        answers: { 200: auditEventPageSchema },
        refusals: ['invalid_input', 'not_permitted', 'store_unavailable'],
      }),
      query(listAuditEventsSchema),
      async (c) => {
        const { tenantId } = c.get('principal')
        const page = await listAuditEvents(store.of(tenantId).database, tenantId, c.req.valid('query'))
        return page ? c.json(page) : answerInvalidCursor(c)
      },
    )
    .get(
      endpoints.eventsExport,
      describe({
        summary: 'All of it, the oldest first, an event a line; for the tenant’s admins',
        answers: { 200: z.string() },
        mediaType: JSON_LINES,
        refusals: ['invalid_input', 'not_permitted', 'store_unavailable'],
      }),
      query(exportAuditEventsSchema),
      async (c) => {
        const { tenantId } = c.get('principal')
        const now = clock()
        const events = readAuditEvents(store.of(tenantId).database, tenantId, c.req.valid('query'), now)
        // Before the answer begins: a store that is down is a problem of 503, and not half an answer.
        const first = await events.next()
        const lines = toLines(first.done ? [] : [first.value], events)
        return c.body(Readable.toWeb(Readable.from(lines)) as ReadableStream, 200, {
          'content-type': JSON_LINES,
          'content-disposition': `attachment; filename="latchkey-events-${now.toISOString().slice(0, 10)}.jsonl"`,
        })
      },
    )
}

/** A failure on the way breaks the answer off, so that nobody takes half of it for the whole. */
async function* toLines(
  first: readonly AuditEvent[],
  others: AsyncIterable<AuditEvent>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (const event of first) yield toLine(event)
  for await (const event of others) yield toLine(event)
}

const encoder = new TextEncoder()

function toLine(event: AuditEvent): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${JSON.stringify(event)}\n`)
}
