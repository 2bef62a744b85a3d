import { toAdmin } from './admins.ts'
import { toContact } from './contacts.ts'
import { draw, oneOf, type Workspace } from './workspace.ts'

const conversationCount = 43

/** Items of `conversation_list` of the description. */
export function toConversations(workspace: Workspace) {
  return Array.from({ length: conversationCount }, (_, index) => toConversation(workspace, index))
}

function toConversation(workspace: Workspace, index: number) {
  const bytes = draw(workspace, 'conversation', index)
  const contact = toContact(workspace, index)
  const state = oneOf(['open', 'open', 'closed'], bytes, 4)
  const createdAt = contact.created_at + 600
  return {
    type: 'conversation',
    id: String(471_000_000 + index),
    title: null,
    created_at: createdAt,
    updated_at: createdAt + 900,
    waiting_since: state === 'open' ? createdAt : null,
    snoozed_until: null,
    open: state === 'open',
    state,
    read: state === 'closed',
    priority: 'none',
    admin_assignee_id: Number(toAdmin(workspace, index % 3).id),
    source: {
      type: 'conversation',
      id: String(403_000_000 + index),
      delivered_as: 'customer_initiated',
      subject: '',
      body: `<p>${oneOf(questions, bytes, 5)}</p>`,
      author: { type: contact['role'], id: contact.id, name: contact.name, email: contact.email },
      attachments: [],
      url: null,
      redacted: false,
    },
    contacts: {
      type: 'contact.list',
      contacts: [{ type: 'contact', id: contact.id, external_id: contact.external_id }],
    },
    first_contact_reply: { created_at: createdAt, type: 'conversation', url: null },
    tags: { type: 'tag.list', tags: [] },
    conversation_rating: null,
    teammates: null,
    custom_attributes: {},
    sla_applied: null,
    statistics: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_agent: null,
    ai_agent_participated: false,
  }
}

const questions = [
  'Where can I see my last invoice?',
  'My parcel has been on its way for nine days.',
  'Could you add a colleague to our account?',
  'The export stops at 500 rows. Is that a limit?',
  'Thank you, that worked.',
] as const
