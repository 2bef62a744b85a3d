import { auditActionSchema, outcomeSchema } from '../../contract/audit-event.ts'
import { idSchema } from '../../contract/credential.ts'
import type { AuditFilters } from '../api/audit-events.ts'
import { eventsPath } from '../flow/paths.ts'

/** What the screen is narrowed to, as it stands in its URL. Days are the person's own, the last one included. */
export type EventFilters = Partial<Record<(typeof names)[number], string>>

const names = ['actor', 'action', 'outcome', 'credential', 'from', 'to'] as const

export function parseEventFilters(search: string): EventFilters {
  const asked = new URLSearchParams(search)
  const filters: EventFilters = {}
  for (const name of names) {
    const value = asked.get(name)
    if (value && isKnown[name](value)) filters[name] = value
  }
  return filters
}

/** Without what is empty. */
export function toEventsPath(filters: EventFilters): string {
  const search = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''))
  return search.size > 0 ? `${eventsPath}?${search}` : eventsPath
}

/** What Latchkey is asked for. */
export function toAuditFilters({ from, to, ...filters }: EventFilters): AuditFilters {
  return {
    ...filters,
    ...(from && { from: startOfDay(from, 0) }),
    ...(to && { to: startOfDay(to, 1) }),
  }
}

function startOfDay(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater).toISOString()
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(text))

/** A link that was passed on may name what there is not: what is no filter narrows nothing. */
const isKnown: Record<(typeof names)[number], (text: string) => boolean> = {
  actor: (text) => text.length <= 255,
  action: (text) => auditActionSchema.safeParse(text).success,
  outcome: (text) => outcomeSchema.safeParse(text).success,
  credential: (text) => idSchema.safeParse(text).success,
  from: isDay,
  to: isDay,
}
