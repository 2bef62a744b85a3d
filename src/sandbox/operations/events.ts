import * as z from 'zod/mini'
import type { Contact } from '../contacts.ts'
import type { Refusal } from '../error-list.ts'
import { toEvent } from '../events.ts'
import { addRecord } from '../workspace-records.ts'
import { type Asked, isRefusal, type Operation, parseBody, type Reply } from './operation.ts'

export const eventOperations: Operation[] = [
  { method: 'GET', path: '/events', answer: listEvents },
  { method: 'POST', path: '/events', answer: submitEvent },
]

/** `create_data_event_request` of the description. */
const eventSchema = z.object({
  event_name: z.string(),
  created_at: z.int(),
  id: z.optional(z.string()),
  user_id: z.optional(z.string()),
  email: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.unknown())),
})

/** 202 without a body, as the description has it; of somebody who is not there a 404. */
function submitEvent(asked: Asked): Reply | Refusal {
  const sent = parseBody(eventSchema, asked.body)
  if (isRefusal(sent)) return sent
  const contact = findContact(asked, { id: sent.id, userId: sent.user_id, email: sent.email })
  if (isRefusal(contact)) return contact
  const metadata = sent.metadata && Object.fromEntries(Object.entries(sent.metadata).slice(0, mostMetadata).map(toText))
  const id = Buffer.from(asked.random(12)).toString('hex')
  const known = asked.records().eventsOf(contact)
  addRecord(known, toEvent(contact, id, sent.event_name, sent.created_at, metadata))
  known.sort((one, other) => other.created_at - one.created_at)
  return { status: 202, body: undefined }
}

/** The description: whatever comes after the tenth is left out. */
const mostMetadata = 10

/** The description takes links and amounts, too, and tells of text alone in its answers. */
function toText([name, value]: [string, unknown]): [string, string] {
  return [name, typeof value === 'string' ? value : JSON.stringify(value)]
}

/** Intercom's lists have a hundred at most, as an integrator notes. How many by default is a guess. */
const perPage = { most: 100, byDefault: 50 }

/**
 * The description gives `data_event_summary` as the one answer, and says that a summary must be asked for: without that it
 * is `data_event_list`, as integrators' code reads it. Its next page is an address of Intercom's own, by time.
 */
function listEvents(asked: Asked): Reply | Refusal {
  const { query, records } = asked
  if (query.get('type') !== 'user') return { error: 'parameter_invalid', field: 'type' }
  const [id, userId, email] = ['intercom_user_id', 'user_id', 'email'].map((name) => query.get(name) ?? undefined)
  const contact = findContact(asked, { id, userId, email })
  if (isRefusal(contact)) return contact
  const size = Number(query.get('per_page') ?? perPage.byDefault)
  if (!Number.isInteger(size) || size < 1 || size > perPage.most)
    return { error: 'parameter_invalid', field: 'per_page' }
  const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY)
  const all = records().eventsOf(contact)
  if (query.get('summary') === 'true') return { body: summarise(contact, all) }
  const rest = all.filter(({ created_at }) => created_at * 1_000 < before)
  const events = rest.slice(0, size)
  const last = events.at(-1)
  const next = new URLSearchParams({
    type: 'user',
    intercom_user_id: contact.id,
    per_page: String(size),
    before: String((last?.created_at ?? 0) * 1_000),
  })
  const isMore = rest.length > events.length
  return {
    body: { type: 'event.list', events, pages: isMore ? { next: `https://api.intercom.io/events?${next}` } : {} },
  }
}

function summarise(contact: Contact, events: readonly { event_name: string; created_at: number }[]) {
  const byName = Map.groupBy(events, ({ event_name }) => event_name)
  return {
    type: 'event.summary',
    intercom_user_id: contact.id,
    ...(contact.external_id !== null && { user_id: contact.external_id }),
    ...(contact.email !== undefined && { email: contact.email }),
    events: Array.from(byName, ([name, each]) => ({
      name,
      first: toIso(each.at(-1)?.created_at),
      last: toIso(each[0]?.created_at),
      count: each.length,
      description: '',
    })),
  }
}

function toIso(seconds = 0): string {
  return new Date(seconds * 1_000).toISOString()
}

/** By whichever of the three is given. What Intercom says where none is, is a guess. */
function findContact(
  { records }: Asked,
  { id, userId, email }: { id: string | undefined; userId: string | undefined; email: string | undefined },
): Contact | Refusal {
  if (!id && !userId && !email) return { error: 'parameter_not_found' }
  const found = records().contacts.find(
    (contact) => contact.id === id || (userId && contact.external_id === userId) || (email && contact.email === email),
  )
  return found ?? { error: 'contact_not_found' }
}
