import * as z from 'zod/mini'
import { idSchema } from '../../contract/credential.ts'
import { regionChoiceSchema } from '../../contract/region.ts'

const KEY = 'latchkey.authorization'

const pendingSchema = z.object({
  id: idSchema,
  connector: z.string(),
  /** The credential that is connected again. */
  credential: z.nullable(idSchema),
  region: regionChoiceSchema,
})

/** An authorization that the form waits for, or that waits to be saved. Its id opens nothing but for whoever began it. */
export type PendingAuthorization = z.infer<typeof pendingSchema>

/** What a form of this kind began, be it before a reload, or before the page itself went to the provider; null for none. */
export function readPending(connector: string, credential: string | null): PendingAuthorization | null {
  const pending = read()
  return pending?.connector === connector && pending.credential === credential ? pending : null
}

/** Whether somebody was on their way to connect this credential again. */
export function isReconnecting(credential: string): boolean {
  return read()?.credential === credential
}

export function writePending(pending: PendingAuthorization | null): void {
  try {
    if (pending) sessionStorage.setItem(KEY, JSON.stringify(pending))
    else sessionStorage.removeItem(KEY)
  } catch {
    // A full or forbidden storage costs the way back after a reload, not the form.
  }
}

function read(): PendingAuthorization | null {
  try {
    return pendingSchema.parse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'))
  } catch {
    // Nothing there, another version's, or a browser that keeps nothing for this page.
    return null
  }
}
