import { useEffect, useSyncExternalStore } from 'react'
import { Announcer } from '../ui/announcer.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import type { Embedding } from './embedding.ts'
import { EmbedTrouble } from './embed-trouble.tsx'
import type { HostPage } from './host-page.ts'
import { OverlayView } from './overlay-view.tsx'
import { StepView } from './step-view.tsx'
import { takeFocus } from './take-focus.ts'

const loadQuestion = () => import('./session-question.tsx').then(({ SessionQuestion }) => SessionQuestion)

/** Whatever there is to see in the frame. */
export function Embed({ host, embedding }: { host: HostPage; embedding: Embedding }) {
  const state = useSyncExternalStore(embedding.subscribe, embedding.read)
  const question = state.stage === 'open' ? state.question : null
  const { part: SessionQuestion, fetch } = useChunk(loadQuestion, question !== null)
  useEffect(() => takeFocus(window), [])
  const isOpen = state.stage === 'open'
  useEffect(() => {
    if (!isOpen) return
    // Before it is wanted: it may be the network that has ended then. After all that is waited for.
    const timer = setTimeout(fetch, 3_000)
    return () => clearTimeout(timer)
  }, [isOpen, fetch])
  return (
    <>
      {state.stage === 'failed' && <EmbedTrouble host={host} trouble={state.trouble} onTryAgain={state.tryAgain} />}
      {state.stage === 'open' && (
        <>
          {state.wish.view === 'step' ? (
            <StepView key={whose(state.session)} host={host} wish={state.wish} />
          ) : (
            <OverlayView key={whose(state.session)} host={host} wish={state.wish} />
          )}
          {question && SessionQuestion && <SessionQuestion {...question} />}
        </>
      )}
      <Announcer />
    </>
  )
}

/** Another person begins anew. */
function whose({ tenant, person }: { tenant: { id: string }; person: { id: string } }): string {
  return JSON.stringify([tenant.id, person.id])
}
