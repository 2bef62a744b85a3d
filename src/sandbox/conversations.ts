import { toAdmin, toAdminList } from './admins.ts'
import type { Contact } from './contacts.ts'
import { draw, oneOf, type Workspace } from './workspace.ts'

const conversationCount = 113
/** Admins who answer: the first ones. */
const answering = 3

/** `conversation_list_item` of the description. */
export type Conversation = ReturnType<typeof toConversation>

/** Contacts must be as many at least. */
export function toConversations(workspace: Workspace, contacts: readonly Contact[]): Conversation[] {
  const assignees = toAdminList(workspace).admins.slice(0, answering)
  return contacts
    .slice(0, conversationCount)
    .map((contact, index) => toConversation(workspace, contact, index, Number(assignees[index % answering]?.id)))
}

/** `conversation`: an item of the list with all that was said. */
export function toWholeConversation(workspace: Workspace, conversation: Conversation) {
  const parts = [toReply(workspace, conversation)]
  return {
    ...conversation,
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: parts,
      total_count: parts.length,
    },
  }
}

function toConversation(workspace: Workspace, contact: Contact, index: number, assignee: number) {
  const bytes = draw(workspace, 'conversation', index)
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
    priority: oneOf(['none', 'none', 'high'], bytes, 6),
    admin_assignee_id: assignee,
    source: {
      type: 'conversation',
      id: String(403_000_000 + index),
      delivered_as: 'customer_initiated',
      subject: '',
      body: `<p>${oneOf(questions, bytes, 5)}</p>`,
      author: { type: contact.role, id: contact.id, name: contact.name, email: contact.email },
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
    custom_attributes: { topic: oneOf(['Billing', 'Shipping', 'Account'], bytes, 7), reopened: (bytes[8] ?? 0) % 3 },
    sla_applied: null,
    statistics: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_agent: null,
    ai_agent_participated: false,
  }
}

/** The one thing that an admin said. */
function toReply(workspace: Workspace, conversation: Conversation) {
  const { id, name, email } = toAdmin(workspace, Number(conversation.id) % answering)
  const at = conversation.updated_at
  return {
    type: 'conversation_part',
    id: String(20_000_000 + Number(conversation.id)),
    part_type: 'comment',
    body: '<p>Thank you for asking. I will look into it.</p>',
    created_at: at,
    updated_at: at,
    notified_at: at,
    assigned_to: null,
    author: { type: 'admin', id, name, email },
    attachments: [],
    external_id: null,
    redacted: false,
  }
}

const questions = [
  'Where can I see my last invoice?',
  'My parcel has been on its way for nine days.',
  'Could you add a colleague to our account?',
  'The export stops at 500 rows. Is that a limit?',
  'Thank you, that worked.',
] as const
