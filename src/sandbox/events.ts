import type { Contact } from './contacts.ts'
import { draw, oneOf, type Workspace } from './workspace.ts'

/** `data_event` of the description. */
export interface DataEvent {
  type: 'event'
  id: string
  event_name: string
  created_at: number
  intercom_user_id: string
  user_id?: string
  email?: string
  metadata?: Record<string, string>
}

/** Three pages of the usual size. */
const manyEvents = 130

/**
 * What a contact did, the latest first: a few things, and of one contact in four many. Intercom lists the last 90 days
 * only: these stay, so that there is something to read whenever the sandbox is started.
 */
export function toEvents(workspace: Workspace, contact: Contact): DataEvent[] {
  const topic = `event/${contact.id}`
  const [drawn = 0] = draw(workspace, topic, 0)
  const count = drawn % 4 === 0 ? manyEvents : 3 + (drawn % 6)
  return Array.from({ length: count }, (_, index) => {
    const bytes = draw(workspace, topic, index)
    const [name, metadata] = oneOf(kinds, bytes, 1)
    return toEvent(contact, bytes.toString('hex', 2, 14), name, contact.updated_at - index * 5_400, metadata)
  })
}

export function toEvent(
  contact: Contact,
  id: string,
  name: string,
  createdAt: number,
  metadata: Record<string, string> | undefined,
): DataEvent {
  return {
    type: 'event',
    id,
    event_name: name,
    created_at: createdAt,
    intercom_user_id: contact.id,
    ...(contact.external_id !== null && { user_id: contact.external_id }),
    ...(contact.email !== undefined && { email: contact.email }),
    ...(metadata && { metadata }),
  }
}

const kinds: readonly [[string, Record<string, string>], ...[string, Record<string, string>][]] = [
  ['updated-plan', { from: 'Starter', to: 'Team' }],
  ['invited-friend', { invite_code: 'ADDAFRIEND' }],
  ['placed-order', { order_number: 'ORDER-10021', currency: 'eur' }],
  ['exported-report', { format: 'csv' }],
]
