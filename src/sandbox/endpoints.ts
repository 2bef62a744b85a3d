import { toAdminList, toAdminWithApp } from './admins.ts'
import { toCompanies } from './companies.ts'
import { toContacts } from './contacts.ts'
import { toConversations } from './conversations.ts'
import { type Listed, type PagingFault, toCursorPage } from './cursor-pages.ts'
import { toTagList } from './tags.ts'
import type { Workspace } from './workspace.ts'

type Endpoint = (workspace: Workspace, query: URLSearchParams) => object | PagingFault

/** What can be read, by path; which lists have pages, and how long they are by default, is the description's. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/me', toAdminWithApp],
  ['/admins', toAdminList],
  ['/tags', toTagList],
  ['/contacts', (workspace, query) => toList('list', 'data', toContacts(workspace), query, 50)],
  ['/companies', (workspace, query) => toList('list', 'data', toCompanies(workspace), query, 15)],
  [
    '/conversations',
    (workspace, query) => toList('conversation.list', 'conversations', toConversations(workspace), query, 20),
  ],
])

function toList(type: string, key: string, all: Listed[], query: URLSearchParams, perPage: number) {
  const page = toCursorPage(all, query, perPage)
  if ('fault' in page) return page
  return { type, [key]: page.items, total_count: page.total_count, pages: page.pages }
}
