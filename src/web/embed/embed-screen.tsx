import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { type ReactElement, StrictMode } from 'react'
import type { Root } from 'react-dom/client'
import { Router } from 'wouter'
import { connectorsQuery } from '../api/connectors.ts'
import { credentialQuery, credentialsQuery, ownersQuery } from '../api/credentials.ts'
import { openEmbeddedSession } from '../api/embedded-session.ts'
import { setBearer, setSessionRestorer } from '../api/session-hold.ts'
import { sessionQuery } from '../api/session.ts'
import { stepPath } from '../flow/paths.ts'
import { announce } from '../ui/announcer.tsx'
import { keepScreensIn } from '../ui/screen-history.ts'
import { EmbedCrash } from './embed-crash.tsx'
import { Embed } from './embed.tsx'
import './embed.css'
import { startEmbedding } from './embedding.ts'
import { createFrameHistory } from './frame-history.ts'
import { findHostPage, type HostPage } from './host-page.ts'
import { NotFramed } from './not-framed.tsx'
import { clearOthersDrafts } from './others-drafts.ts'
import { loadAddCredential } from './overlay-view.tsx'
import { loadStep } from './step-view.tsx'
import { applyTheme } from './theme/apply-theme.ts'

/** What the page is in the frame of a host's page: the step *Authenticate*, or the overlay alone. */
export function showInFrame(root: Root, client: QueryClient): void {
  const host = findHostPage(window)
  if (!host) return root.render(<NotFramed />)
  root.render(openFrame(host, client))
}

/** Begins to talk with the host; what comes back is drawn. */
export function openFrame(host: HostPage, client: QueryClient): ReactElement {
  const screens = createFrameHistory('/')
  keepScreensIn(screens)
  const embedding = startEmbedding({
    host,
    openSession: openEmbeddedSession,
    setBearer,
    applyTheme,
    onWish({ view, purpose }) {
      document.documentElement.dataset['embed'] = view
      screens.navigate(stepPath(purpose, 'authenticate'), { replace: true })
      // Who shows it says what came of it.
      const loaded = view === 'overlay' ? loadAddCredential() : loadStep()
      loaded.catch(() => {})
    },
    onSession(session, { connector, selected, view }) {
      clearOthersDrafts(session)
      client.setQueryData(sessionQuery.queryKey, session)
      // Now, and not when each is drawn: the first tile is waited for.
      void client.prefetchQuery(connectorsQuery)
      if (view === 'overlay') return
      void client.prefetchInfiniteQuery(credentialsQuery(connector, {}))
      void client.prefetchQuery(ownersQuery(connector))
      if (selected) void client.prefetchQuery(credentialQuery(selected))
    },
    onOtherPerson(session, { purpose }) {
      client.clear()
      // Away from the overlay, which another had opened.
      screens.navigate(stepPath(purpose, 'authenticate'), { replace: true })
      clearOthersDrafts(session)
      client.setQueryData(sessionQuery.queryKey, session)
      announce('Somebody else is signed in now. What was typed before was not sent.')
    },
  })
  setSessionRestorer(embedding.restoreSession)
  return (
    <StrictMode>
      <EmbedCrash host={host}>
        <QueryClientProvider client={client}>
          <Router hook={screens.useLocation} searchHook={screens.useSearch}>
            <Embed host={host} embedding={embedding} />
          </Router>
        </QueryClientProvider>
      </EmbedCrash>
    </StrictMode>
  )
}
