import type { Status } from '../../contract/credential.ts'
import type { CredentialEvent } from '../../contract/credential-event.ts'

/**
 * What there is to say of a rejection that moved nothing: the watch makes sure with a second one, some minutes later.
 * Null for every other event, and where too little is known of what was before.
 * @param events newest first
 * @param status the credential's, as it is now
 */
export function firstRejectionInWords(events: CredentialEvent[], place: number, status: Status): string | null {
  const event = events[place]
  const isByWatch = event?.action === 'credential.checked' && event.actor === null
  if (!isByWatch || event.detail.verdict !== 'rejected' || event.detail.status) return null
  const [newer, older] = [events.slice(0, place), events.slice(place + 1)]
  const isNow = newer.every(({ detail }) => !detail.status)
  const before = older.find(({ detail }) => detail.status)?.detail.status ?? (isNow ? status : undefined)
  // One that has failed already is rejected every day, and each of these counts.
  if (before === undefined || before === 'failed') return null
  return newer.some(({ detail }) => detail.verdict)
    ? 'Rejected once: Latchkey asked again before it counted.'
    : 'Rejected once: Latchkey asks again in a few minutes before it counts.'
}
