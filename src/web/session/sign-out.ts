import type { QueryClient } from '@tanstack/react-query'
import { flushSync } from 'react-dom'
import { endSession } from '../api/end-session.ts'
import { isProblem } from '../api/request.ts'
import { sessionQuery } from '../api/session.ts'
import { setDoor } from './door.ts'
import { leavePage } from './leave-page.ts'
import { tellOtherTabs } from './other-tabs.ts'
import { signedOutPath } from './session-paths.ts'

/**
 * Ends the session, here and in the other tabs.
 * @throws what `request` throws, where it may not have ended
 */
export async function signOut(client: QueryClient): Promise<void> {
  const { endSessionUrl } = await endSession().catch((failure: unknown) => {
    if (isProblem(failure, 'session_required')) return { endSessionUrl: null }
    throw failure
  })
  tellOtherTabs('signed-out')
  forgetSession(client, endSessionUrl ?? signedOutPath)
}

/** Leaves nothing of a person behind: not in the tab's storage, nor on a page that Back would bring up again. */
export function forgetSession(client: QueryClient, address: string = signedOutPath): void {
  const signIn = client.getQueryData(sessionQuery.queryKey)?.signIn ?? 'link'
  flushSync(() => setDoor({ kind: 'closed', signIn, trouble: null }))
  forgetDrafts()
  client.clear()
  leavePage.goTo(address)
}

/** What the tab keeps of what was typed. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('latchkey.')) sessionStorage.removeItem(key)
  }
}
