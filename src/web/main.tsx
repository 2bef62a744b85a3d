import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './api/query-client.ts'
import { connectorsQuery } from './api/connectors.ts'
import { App } from './app.tsx'
import './ui/tokens.css'
import './ui/base.css'

const client = createQueryClient()
// Asked for before anything is drawn: the banner moves the page, so the sooner it is there the better.
void client.prefetchQuery(connectorsQuery)

const root = document.querySelector('#root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
