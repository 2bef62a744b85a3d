import * as z from 'zod/mini'
import { toWholeConversation } from '../conversations.ts'
import { toListReply } from './list.ts'
import { isRefusal, type Operation, parseBody } from './operation.ts'

export const conversationOperations: Operation[] = [
  {
    method: 'GET',
    path: '/conversations',
    answer: ({ records, query }) =>
      toListReply({ type: 'conversation.list', key: 'conversations' }, records().conversations, query, 20),
  },
  {
    method: 'GET',
    path: '/conversations/{conversation_id}',
    answer({ workspace, records, variables: [id] }) {
      const found = records().conversations.find((each) => each.id === id)
      return found ? { body: toWholeConversation(workspace, found) } : { error: 'not_found' }
    },
  },
  {
    // Here for its 422, the one of the description that needs nothing made first: each conversation has one contact.
    method: 'DELETE',
    path: '/conversations/{conversation_id}/customers/{contact_id}',
    answer({ records, variables: [id, contactId], body }) {
      const conversation = records().conversations.find((each) => each.id === id)
      if (!conversation) return { error: 'not_found' }
      const sent = parseBody(z.object({ admin_id: z.union([z.string(), z.int()]) }), body)
      if (isRefusal(sent)) return sent
      const takesPart = conversation.contacts.contacts.some((each) => each.id === contactId)
      return { error: takesPart ? 'last_customer' : 'contact_not_found' }
    },
  },
]
