import type { QueryClient } from '@tanstack/react-query'
import type { Session } from '../../contract/session.ts'
import { openSession } from '../api/open-session.ts'
import { isProblem } from '../api/request.ts'
import { findSession, sessionQuery } from '../api/session.ts'
import { restoreSession } from '../api/session-hold.ts'
import { type Door, getDoor, type LinkTrouble, setDoor } from './door.ts'
import { tellOtherTabs } from './other-tabs.ts'

/**
 * Trades a link's token for a session, and lets whoever came by it in. What went wrong is said at the door.
 * @returns whether the token is of no more use
 */
export async function openByLink(client: QueryClient, token: string): Promise<boolean> {
  const trouble = await openSession(token).then(() => null, toTrouble)
  // Asked for in either case: the browser may keep no cookie; and whoever comes by a link they used already is signed in.
  const found = await findSession().catch((failure: unknown) => failure)
  if (!(found instanceof Error)) {
    if (trouble === null) tellOtherTabs('signed-in')
    admit(client, found as Session)
    return true
  }
  const isOut = isProblem(found, 'session_required')
  refuse({
    signIn: (isOut && found.problem.signIn) || 'link',
    trouble: trouble ?? (isOut ? 'not_kept' : 'no_answer'),
  })
  return trouble === null || trouble === 'refused'
}

/** Whether another tab has signed in meanwhile. */
export async function lookAgain(client: QueryClient): Promise<void> {
  const session = await findSession().catch(() => null)
  if (session) admit(client, session)
}

function admit(client: QueryClient, session: Session): void {
  const door = getDoor()
  switch (door.kind) {
    case 'ended':
    case 'other':
      door.onSession(session)
      break
    case 'open':
      void restoreSession()
      break
    case 'opening':
    case 'closed':
      client.setQueryData(sessionQuery.queryKey, session)
      // What had the focus goes: the next press of Tab is to find what has come in its place.
      document.querySelector<HTMLElement>('#main')?.focus()
      setDoor({ kind: 'open' })
      break
  }
}

function refuse(why: Pick<Extract<Door, { kind: 'closed' }>, 'signIn' | 'trouble'>): void {
  const door = getDoor()
  if (door.kind === 'ended') setDoor({ ...door, trouble: why.trouble })
  else if (door.kind === 'opening' || door.kind === 'closed') setDoor({ kind: 'closed', ...why })
}

function toTrouble(failure: unknown): LinkTrouble {
  if (isProblem(failure, 'too_many_attempts')) return 'too_many_attempts'
  // A text that cannot be a token is refused as input.
  return isProblem(failure, 'sign_in_refused') || isProblem(failure, 'invalid_input') ? 'refused' : 'no_answer'
}
