import { readPending, writePending } from './pending-authorization.ts'

/** What was connected for a form and is not saved is erased: the form is done with. */
export function giveUpPending(connector: string, credential: string | null): void {
  const pending = readPending(connector, credential)
  if (!pending) return
  writePending(null)
  void import('../api/authorizations.ts').then(({ giveUpAuthorization }) => giveUpAuthorization(connector, pending.id))
}
