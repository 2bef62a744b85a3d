import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './api/query-client.ts'
import { connectorsQuery } from './api/connectors.ts'
import { App } from './app.tsx'
import { ChunkFailed } from './flow/chunk-failed.tsx'
import { beginSession } from './session/begin-session.ts'
import { getDoor } from './session/door.ts'
import './ui/tokens.css'
import './ui/base.css'

const client = createQueryClient()
const element = document.querySelector('#root')
if (!element) throw new Error('index.html has no #root')
const root = createRoot(element)
if (location.pathname === '/embed') showInFrame()
else showPage()

function showPage(): void {
  // First of all: a link's token does not stay in the address. With it, who is signed in is asked for beside all the rest.
  beginSession(client)
  // Asked for before anything is drawn: the banner moves the page, so the sooner it is there the better.
  if (getDoor().kind === 'open') void client.prefetchQuery(connectorsQuery)
  root.render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
}

/** In the frame of a host's page nothing is asked for until the host has handed a token over. */
function showInFrame(): void {
  import('./embed/embed-screen.tsx').then(
    (frame) => frame.showInFrame(root, client),
    () => root.render(<ChunkFailed title="This screen could not be loaded." onRetry={() => location.reload()} />),
  )
}
