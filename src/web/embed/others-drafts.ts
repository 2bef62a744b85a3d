import type { Session } from '../../contract/session.ts'

const KEY = 'latchkey.embedded-person'

/** A host's tab may see one person after another: what one has typed is not for the next. */
export function clearOthersDrafts({ person, tenant }: Session): void {
  const whose = JSON.stringify([tenant.id, person.id])
  try {
    if (sessionStorage.getItem(KEY) === whose) return
    sessionStorage.clear()
    sessionStorage.setItem(KEY, whose)
  } catch {
    // A browser that keeps nothing in a frame has nothing to clear.
  }
}
