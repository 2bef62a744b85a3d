import { type Company, toCompanies } from './companies.ts'
import type { Contact } from './contacts.ts'
import { type Conversation, toConversations } from './conversations.ts'
import { type DataEvent, toEvents } from './events.ts'
import { toContacts } from './seed-contacts.ts'
import { type Tag, toTags } from './tags.ts'
import type { Workspace } from './workspace.ts'

/** What a workspace holds, and what calls have made of it; lists begin with what is newest. */
export interface WorkspaceRecords {
  contacts: Contact[]
  /** Neither listed nor found, until they are unarchived. */
  archived: Contact[]
  companies: Company[]
  tags: Tag[]
  conversations: Conversation[]
  /** Made when first asked for. */
  eventsOf: (contact: Contact) => DataEvent[]
}

/** Workspaces that are remembered: of any other, what calls made of it is forgotten. */
const mostWorkspaces = 50
/** Records of a kind in a workspace: the oldest gives way to a new one. */
const mostRecords = 1_000

/** Remembers in memory what calls change. Two tokens of one workspace see the same. */
export function createWorkspaceRecords(): (workspace: Workspace) => WorkspaceRecords {
  const remembered = new Map<string, WorkspaceRecords>()
  return (workspace) => {
    const records = remembered.get(workspace.id) ?? makeRecords(workspace)
    // Once more at the end: the first is the one that was not asked for the longest.
    remembered.delete(workspace.id)
    remembered.set(workspace.id, records)
    const [oldest] = remembered.keys()
    if (remembered.size > mostWorkspaces && oldest !== undefined) remembered.delete(oldest)
    return records
  }
}

export function addRecord<Item>(list: Item[], record: Item): void {
  list.unshift(record)
  if (list.length > mostRecords) list.pop()
}

function makeRecords(workspace: Workspace): WorkspaceRecords {
  const [companies, tags] = [toCompanies(workspace), toTags(workspace)]
  const contacts = toContacts(workspace, { companies, tags })
  const seeds = new WeakSet(contacts)
  // Goes with its contact, deleted or pushed out.
  const events = new WeakMap<Contact, DataEvent[]>()
  return {
    contacts,
    archived: [],
    companies,
    tags,
    conversations: toConversations(workspace, contacts),
    eventsOf(contact) {
      const known = events.get(contact) ?? (seeds.has(contact) ? toEvents(workspace, contact) : [])
      events.set(contact, known)
      return known
    },
  }
}
