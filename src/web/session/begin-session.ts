import type { QueryClient } from '@tanstack/react-query'
import { isProblem } from '../api/request.ts'
import { setSessionRestorer } from '../api/session-hold.ts'
import { sessionQuery } from '../api/session.ts'
import { getDoor, setDoor } from './door.ts'
import { takeTokenOfAddress } from './link-token.ts'
import { hearOtherTabs } from './other-tabs.ts'

const loadSignIn = () => import('./sign-in-chunk.ts')
const loadEnded = () => import('./ended-chunk.ts')

/**
 * Finds out who is signed in, and keeps up with it: with the link that the page was opened by, with what other tabs do,
 * and with a session that ends. Called before anything else reads the address.
 * @returns the way to stop
 */
export function beginSession(client: QueryClient): () => void {
  setSessionRestorer(async () => (await loadEnded()).askForSession(client))

  function openByLink(token: string) {
    loadSignIn().then(
      (signIn) => signIn.openByLink(client, token),
      () => setDoor({ kind: 'closed', signIn: 'link', trouble: 'no_answer' }),
    )
  }

  const token = takeTokenOfAddress()
  setDoor({ kind: token === null ? 'open' : 'opening' })
  if (token !== null) openByLink(token)
  else {
    client.fetchQuery(sessionQuery).catch((failure: unknown) => {
      if (!isProblem(failure, 'session_required')) return
      setDoor({ kind: 'closed', signIn: failure.problem.signIn ?? 'link', trouble: null })
    })
  }

  // A link put into the address of a page that is open loads nothing: only the fragment differs.
  function handleHashChange() {
    const later = takeTokenOfAddress()
    if (later === null) return
    if (getDoor().kind === 'closed') setDoor({ kind: 'opening' })
    openByLink(later)
  }
  addEventListener('hashchange', handleHashChange)
  const stopHearing = hearOtherTabs((news) => void loadSignIn().then(({ takeNews }) => takeNews(client, news)))
  return () => {
    removeEventListener('hashchange', handleHashChange)
    stopHearing()
  }
}
