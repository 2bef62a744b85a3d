import type { Contact } from '../contacts.ts'
import type { Refusal } from '../error-list.ts'
import { addRecord, type WorkspaceRecords } from '../workspace-records.ts'
import { changeContact, makeContact } from './contact-writing.ts'
import { toListReply } from './list.ts'
import { type Asked, isRefusal, type Operation, type Reply } from './operation.ts'

export const contactOperations: Operation[] = [
  {
    method: 'GET',
    path: '/contacts',
    answer: ({ records, query }) => toListReply({ type: 'list', key: 'data' }, records().contacts, query, 50),
  },
  {
    method: 'POST',
    path: '/contacts',
    answer(asked) {
      const contact = makeContact(asked)
      if (isRefusal(contact)) return contact
      addRecord(asked.records().contacts, contact)
      return { body: contact }
    },
  },
  { method: 'GET', path: '/contacts/{contact_id}', answer: (asked) => withContact(asked, (body) => ({ body })) },
  {
    method: 'GET',
    path: '/contacts/find_by_external_id/{external_id}',
    answer({ records, variables: [externalId] }) {
      const found = records().contacts.find(({ role, external_id }) => role === 'user' && external_id === externalId)
      return found ? { body: found } : { error: 'contact_not_found' }
    },
  },
  {
    method: 'PUT',
    path: '/contacts/{contact_id}',
    answer: (asked) =>
      withContact(asked, (contact) => {
        const changed = changeContact(contact, asked)
        return isRefusal(changed) ? changed : { body: Object.assign(contact, changed) }
      }),
  },
  {
    method: 'DELETE',
    path: '/contacts/{contact_id}',
    answer: (asked) =>
      withContact(asked, (contact, { contacts }) => {
        take(contacts, contact)
        return { body: { ...toReference(contact), deleted: true } }
      }),
  },
  {
    method: 'POST',
    path: '/contacts/{contact_id}/archive',
    answer: (asked) =>
      withContact(asked, (contact, { contacts, archived }) => {
        take(contacts, contact)
        addRecord(archived, contact)
        return { body: { ...toReference(contact), archived: true } }
      }),
  },
  {
    method: 'POST',
    path: '/contacts/{contact_id}/unarchive',
    answer({ records, variables: [id] }) {
      const { contacts, archived } = records()
      const contact = archived.find((each) => each.id === id)
      if (!contact) return { error: 'contact_not_found' }
      take(archived, contact)
      addRecord(contacts, contact)
      return { body: { ...toReference(contact), archived: false } }
    },
  },
]

/** Answers with the contact that the path's first variable names. */
export function withContact(
  { records, variables: [id] }: Asked,
  answer: (contact: Contact, records: WorkspaceRecords) => Reply | Refusal,
): Reply | Refusal {
  const held = records()
  const contact = held.contacts.find((each) => each.id === id)
  return contact ? answer(contact, held) : { error: 'contact_not_found' }
}

function take(contacts: Contact[], contact: Contact): void {
  contacts.splice(contacts.indexOf(contact), 1)
}

/** `contact_reference` of the description. */
function toReference({ type, id, external_id }: Contact) {
  return { type, id, external_id }
}
