import { adminOperations } from './admins.ts'
import { companyOperations } from './companies.ts'
import { contactSearch } from './contact-search.ts'
import { contactOperations } from './contacts.ts'
import { conversationOperations } from './conversations.ts'
import { eventOperations } from './events.ts'
import type { Operation } from './operation.ts'
import { tagOperations } from './tags.ts'

/** All that can be asked; which lists have pages, and how long they are by default, is the description's. */
export const operations: readonly Operation[] = [
  ...adminOperations,
  contactSearch,
  ...contactOperations,
  ...companyOperations,
  ...tagOperations,
  ...eventOperations,
  ...conversationOperations,
]

const routes = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/gu, '([^/]+)')}$`, 'u'),
}))

/** Which operation a request means, and what its path's variables are. */
export function findOperation(
  method: string,
  path: string,
): { operation: Operation; variables: readonly string[] } | undefined {
  for (const { operation, pattern } of routes) {
    if (operation.method !== method) continue
    const found = pattern.exec(path)
    if (found) return { operation, variables: found.slice(1).map(decode) }
  }
  return undefined
}

/** What is no encoding of anything is nobody's id. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
