import { type CredentialRight, hasRight } from '../../contract/access.ts'
import type { Credential } from '../../contract/credential.ts'
import type { TenantRole } from '../../contract/person.ts'
import { announce } from '../ui/announcer.tsx'

/** Whoever sees a credential may use and check it. */
type RefusedRight = Exclude<CredentialRight, 'use' | 'check'>

/** Why somebody may not do something; null where they may. */
export function refusalInWords(
  { access, owner }: Pick<Credential, 'access' | 'owner'>,
  role: TenantRole,
  right: RefusedRight,
): string | null {
  if (hasRight({ access, role }, right)) return null
  return `${deeds[right]} ${owner.name} owns it.`
}

/** A refusal that stands on the page, for the controls that it is about. */
export type Refusal = {
  /** The id of the element that says it. */
  id: string
  words: string
}

/**
 * What a control carries that somebody may not use. It stays in its place, can be reached by the keyboard, and says why
 * it does nothing: one that is missing, or that the Tab key skips, leaves a person guessing.
 */
export function refusedControl({ id, words }: Refusal) {
  return { 'aria-disabled': true, 'aria-describedby': id, title: words, onClick: () => announce(words) }
}

const change = 'Only its admins can change it.'

const deeds: Record<RefusedRight, string> = {
  edit: change,
  replace: change,
  delete: 'Only its admins can delete it or have it back.',
  share: 'Only its admins can share it.',
  handOver: 'Only its owner can hand it over.',
}
