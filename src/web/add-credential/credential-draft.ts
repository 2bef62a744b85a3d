import * as z from 'zod/mini'
import type { Connector } from '../../contract/connector.ts'
import { holdsSecret } from '../secret/holds-secret.ts'
import type { CredentialValues } from './credential-values.ts'

const KEY = 'latchkey.add-credential'

const credentialDraftSchema = z.object({ connector: z.string(), name: z.string(), description: z.string() })
type CredentialDraft = Pick<CredentialValues, 'name' | 'description'>

/** What a reload must not lose: the name and the description, and never a secret. */
export function readCredentialDraft(connector: Connector): CredentialDraft | null {
  try {
    const { connector: id, ...draft } = credentialDraftSchema.parse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'))
    return id === connector.id ? draft : null
  } catch {
    // Nothing there, another version's, or a browser that keeps nothing for this page.
    return null
  }
}

export function writeCredentialDraft(connector: Connector, { name, description }: CredentialDraft): void {
  const draft = { name: withoutSecret(connector, name), description: withoutSecret(connector, description) }
  if (draft.name === '' && draft.description === '') return clearCredentialDraft()
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ connector: connector.id, ...draft }))
  } catch {
    // A full or forbidden storage costs the draft, not the form.
  }
}

export function clearCredentialDraft(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // What cannot be written holds nothing.
  }
}

function withoutSecret(connector: Connector, text: string): string {
  return holdsSecret(connector, text) ? '' : text
}
