import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { Connector } from '../../contract/connector.ts'
import { connectorsQuery } from '../api/connectors.ts'
import type { AuthenticateScreen as AuthenticateScreenPart } from '../authenticate/authenticate-screen.tsx'
import { asksForOver } from '../credential-details/open-details.ts'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import type { FlowDraft } from '../flow/flow-draft.ts'
import { parseFlowPath } from '../flow/paths.ts'
import { SandboxBanner } from '../flow/sandbox-banner.tsx'
import { Button } from '../ui/button.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import { ConnectorTrouble } from './connector-trouble.tsx'
import type { Wish } from './embedding.ts'
import { EmbedCard } from './embed-card.tsx'
import type { HostPage } from './host-page.ts'
import styles from './step-view.module.css'
import { useEscape } from './use-escape.ts'
import { useSelect } from './use-select.ts'
import { useShown } from './use-shown.ts'
import { useToldHeight } from './use-told-height.ts'

/** The chunk that the page has the step in. Imported like any module it would be cut into several, for everybody. */
export const loadStep = () => import('../flow/flow-chunk.ts').then(({ AuthenticateScreen }) => AuthenticateScreen)
const loadLife = () => import('../credential-details/credential-life.tsx').then(({ CredentialLife }) => CredentialLife)

/** The whole step, as Latchkey's own page has it, between the host's steps. */
export function StepView({ host, wish }: { host: HostPage; wish: Wish }) {
  const connectors = useQuery(connectorsQuery)
  const connector = connectors.data?.find(({ id }) => id === wish.connector)
  const step = useChunk(loadStep, true)
  useShown(host, !connectors.isPending && (step.part !== null || step.hasFailed))
  if (!connector) return <ConnectorTrouble host={host} connector={wish.connector} connectors={connectors} />
  if (step.hasFailed) {
    return (
      <EmbedCard onEscape={() => host.send({ type: 'closed' })}>
        <ChunkFailed title="This screen could not be loaded." onRetry={step.fetch} />
      </EmbedCard>
    )
  }
  return step.part && <Step host={host} wish={wish} connector={connector} AuthenticateScreen={step.part} />
}

type StepProps = { host: HostPage; wish: Wish; connector: Connector; AuthenticateScreen: typeof AuthenticateScreenPart }

function Step({ host, wish, connector, AuthenticateScreen }: StepProps) {
  const { texts = {}, isInPage = false } = wish
  const place = parseFlowPath(useLocation()[0])
  const isOver = asksForOver(useSearch())
  const life = useChunk(loadLife, isOver)
  const CredentialLife = life.part
  const [draft, setDraft] = useState<FlowDraft>({ credentialId: wish.selected })
  const changeDraft = useCallback((change: FlowDraft) => setDraft((before) => ({ ...before, ...change })), [])
  const parts = useRef<HTMLElement>(null)
  useToldHeight(host, parts, isInPage)
  useEscape(isInPage ? null : () => host.send({ type: 'closed' }))

  const { isBusy, select } = useSelect(host)

  const ways = {
    back: <Button onClick={() => host.send({ type: 'closed' })}>Cancel</Button>,
    next: { words: texts.select ?? 'Use credential', isBusy, onPress: select },
  }

  return (
    <>
      <div className={styles['step']}>
        <SandboxBanner />
        <main ref={parts} id="main" className={styles['main']} tabIndex={-1}>
          {isOver && life.hasFailed && (
            <ChunkFailed title="The credential’s details could not be loaded." onRetry={life.fetch} />
          )}
          {place && <AuthenticateScreen {...{ place, connector, draft, changeDraft, texts, ways }} />}
        </main>
      </div>
      {CredentialLife && <CredentialLife />}
    </>
  )
}
