import { credentialSortSchema, SEARCH_WORDS, statusSchema } from '../../contract/credential.ts'
import { regionChoiceSchema } from '../../contract/region.ts'
import type { CredentialFilters } from '../api/credentials.ts'

/** Characters of a search and of an owner's id, as the contract has them. */
export const SEARCH_LENGTH = 200

const names = ['q', 'status', 'region', 'owner', 'sort'] as const

/** The filters that a page's search asks for. A value that is none of a filter's counts as none. */
export function parseFilters(search: string): CredentialFilters {
  const asked = new URLSearchParams(search)
  const q = parseText(toSearch(asked.get('q') ?? ''))
  const status = statusSchema.safeParse(asked.get('status')).data
  const region = regionChoiceSchema.safeParse(asked.get('region')).data
  const owner = parseText(asked.get('owner'))
  const sort = credentialSortSchema.safeParse(asked.get('sort')).data
  return {
    ...(q && { q }),
    ...(status && { status }),
    ...(region && { region }),
    ...(owner && { owner }),
    ...(sort && sort !== 'status' && { sort }),
  }
}

/** What is searched for of what was typed: its first words, since the BFF refuses to look for more. */
export function toSearch(typed: string): string {
  return wordsOf(typed).slice(0, SEARCH_WORDS).join(' ')
}

/** Whether some of what was typed is not searched for. */
export function isTooLong(typed: string): boolean {
  return wordsOf(typed).length > SEARCH_WORDS
}

/** A page's search with these filters in place of its own, and all else that it says. */
export function withFilters(search: string, filters: CredentialFilters): string {
  const asked = new URLSearchParams(search)
  for (const name of names) {
    const value = filters[name]
    if (value === undefined) asked.delete(name)
    else asked.set(name, value)
  }
  return asked.size > 0 ? `?${asked}` : ''
}

/** Whether some credentials may be left out: an order leaves out none. */
export function isNarrowed({ q, status, region, owner }: CredentialFilters): boolean {
  return [q, status, region, owner].some((value) => value !== undefined)
}

/** What a person has chosen of one filter; an empty choice takes it away. */
export function changeFilter(filters: CredentialFilters, name: keyof CredentialFilters, value: string) {
  return parseFilters(withFilters('', { ...filters, [name]: value }))
}

function wordsOf(text: string): string[] {
  return text.trim().split(/\s+/u)
}

function parseText(text: string | null): string | undefined {
  const trimmed = text?.trim()
  if (!trimmed || trimmed.length > SEARCH_LENGTH || trimmed.includes('\0')) return undefined
  return trimmed
}
