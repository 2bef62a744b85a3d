import type { QueryClient } from '@tanstack/react-query'
import type { Session } from '../../contract/session.ts'
import { isProblem } from '../api/request.ts'
import { findSession, sessionQuery } from '../api/session.ts'
import { announce } from '../ui/announcer.tsx'
import { setDoor } from './door.ts'

/**
 * Has whoever the page belongs to sign in again over it; false where they do not want to. While somebody else is signed in
 * there is no answer at all: what waits was asked for in another's name, and is sent in nobody's but theirs.
 */
export async function askForSession(client: QueryClient): Promise<boolean> {
  const whose = client.getQueryData(sessionQuery.queryKey)
  // Another tab may have signed in already: all of them show the same cookie.
  const { session, signIn } = await findSession().then(
    (found) => ({ session: found, signIn: undefined }),
    (failure: unknown) => ({
      session: null,
      signIn: isProblem(failure, 'session_required') ? failure.problem.signIn : undefined,
    }),
  )
  if (!whose) {
    if (session) client.setQueryData(sessionQuery.queryKey, session)
    else if (signIn) setDoor({ kind: 'closed', signIn, trouble: null })
    return session !== null
  }
  if (session) return goOn(client, whose, session)
  return new Promise((resolve) => {
    setDoor({
      kind: 'ended',
      signIn: signIn ?? whose.signIn,
      trouble: null,
      onSession: (found) => resolve(goOn(client, whose, found)),
      onNotNow() {
        setDoor({ kind: 'open' })
        resolve(false)
      },
    })
  })
}

function goOn(client: QueryClient, whose: Session, now: Session): true | Promise<true> {
  const isSame = now.person.id === whose.person.id && now.tenant.id === whose.tenant.id
  if (!isSame) {
    return new Promise((resolve) => {
      setDoor({ kind: 'other', whose, now, onSession: (found) => resolve(goOn(client, whose, found)) })
    })
  }
  client.setQueryData(sessionQuery.queryKey, now)
  setDoor({ kind: 'open' })
  announce('You are signed in again.')
  return true
}
