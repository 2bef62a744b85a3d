import type { InfiniteData } from '@tanstack/react-query'
import type { Credential, CredentialPage, CredentialSort, Status } from '../../contract/credential.ts'

type CredentialList = InfiniteData<CredentialPage, string>

/**
 * Puts a credential in its place of a list, as far as the browser can tell it: the store folds names by rules of its
 * own. Where the place lies behind the pages that are there, the list stays as it is.
 */
export function insertInOrder(list: CredentialList, credential: Credential, sort: CredentialSort): CredentialList {
  const compare = orders[sort]
  const pages = [...list.pages]
  for (const [index, page] of pages.entries()) {
    const isEnd = index === pages.length - 1 && page.nextCursor === null
    const found = page.credentials.findIndex((listed) => compare(credential, listed) <= 0)
    const place = found === -1 && isEnd ? page.credentials.length : found
    if (place === -1) continue
    pages[index] = { ...page, credentials: page.credentials.toSpliced(place, 0, credential) }
    return { ...list, pages }
  }
  return list
}

type Order = (one: Credential, other: Credential) => number

const newestFirst: Order = (one, other) => other.createdAt.localeCompare(one.createdAt)

const attention: Record<Status, number> = { failed: 0, unverified: 1, verified: 2 }

const orders: Record<CredentialSort, Order> = {
  '-createdAt': newestFirst,
  status: (one, other) => attention[one.status] - attention[other.status] || newestFirst(one, other),
  name: (one, other) => one.name.localeCompare(other.name),
  '-lastUsedAt': (one, other) =>
    (other.lastUsedAt ?? '').localeCompare(one.lastUsedAt ?? '') || newestFirst(one, other),
}
