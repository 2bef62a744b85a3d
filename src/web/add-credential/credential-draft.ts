import * as z from 'zod/mini'
import type { Connector } from '../../contract/connector.ts'
import { type CredentialValues, holdsSecret } from './credential-values.ts'

const KEY = 'latchkey.add-credential'

const draftSchema = z.object({ connector: z.string(), name: z.string(), description: z.string() })
type Draft = Pick<CredentialValues, 'name' | 'description'>

/** What a reload must not lose: the name and the description, and never a secret. */
export function readDraft(connector: Connector): Draft | null {
  try {
    const { connector: id, ...draft } = draftSchema.parse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'))
    return id === connector.id ? draft : null
  } catch {
    // Nothing there, another version's, or a browser that keeps nothing for this page.
    return null
  }
}

export function writeDraft(connector: Connector, { name, description }: Draft): void {
  const draft = { name: withoutSecret(connector, name), description: withoutSecret(connector, description) }
  if (draft.name === '' && draft.description === '') return clearDraft()
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ connector: connector.id, ...draft }))
  } catch {
    // A full or forbidden storage costs the draft, not the form.
  }
}

export function clearDraft(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // What cannot be written holds nothing.
  }
}

function withoutSecret(connector: Connector, text: string): string {
  return holdsSecret(connector, text) ? '' : text
}
