import { useSyncExternalStore } from 'react'
import type { Session, SignIn } from '../../contract/session.ts'

/** Why a link opened nothing. `not_kept`: it did, but the browser does not show the session's cookie. */
export type LinkTrouble = 'refused' | 'too_many_attempts' | 'not_kept' | 'no_answer'

/** How the page stands to whoever is in front of it. */
export type Door =
  | { kind: 'open' }
  /** A link's token is being traded for a session. */
  | { kind: 'opening' }
  /** Nobody is signed in: there is nothing to show but how to. */
  | { kind: 'closed'; signIn: SignIn; trouble: LinkTrouble | null }
  /** The session ended while the page was in use: asked over whatever is on it. */
  | {
      kind: 'ended'
      signIn: SignIn
      trouble: LinkTrouble | null
      onSession: (session: Session) => void
      onNotNow: () => void
    }
  /** Somebody else has signed in: what is on the page is another's. */
  | { kind: 'other'; whose: Session; now: Session; onSession: (session: Session) => void }

let door: Door = { kind: 'open' }
const listeners = new Set<() => void>()

export function useDoor(): Door {
  return useSyncExternalStore(subscribe, getDoor)
}

export function getDoor(): Door {
  return door
}

export function setDoor(next: Door): void {
  door = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
