import type { QueryClient } from '@tanstack/react-query'
import { restoreSession } from '../api/session-hold.ts'
import { getDoor } from './door.ts'
import { lookAgain } from './open-by-link.ts'
import type { SessionNews } from './other-tabs.ts'
import { forgetSession } from './sign-out.ts'

/** What another tab did concerns this one: both show the same cookie. */
export function takeNews(client: QueryClient, news: SessionNews): void {
  const isOpen = getDoor().kind === 'open'
  if (news === 'signed-in') {
    // It may have been somebody else: nothing goes out before that is known.
    if (isOpen) void restoreSession()
    else void lookAgain(client)
  } else if (isOpen) forgetSession(client)
}
