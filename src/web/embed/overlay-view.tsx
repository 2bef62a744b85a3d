import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { NamedCredential } from '../../contract/credential.ts'
import { connectorsQuery, isSandboxQuery } from '../api/connectors.ts'
import { credentialQuery } from '../api/credentials.ts'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Button } from '../ui/button.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import { ConnectorTrouble } from './connector-trouble.tsx'
import type { Wish } from './embedding.ts'
import { EmbedCard } from './embed-card.tsx'
import type { HostPage } from './host-page.ts'
import { tellSelected } from './tell-selected.ts'
import { useShown } from './use-shown.ts'

export const loadAddCredential = () =>
  import('../add-credential/add-credential.tsx').then(({ AddCredential }) => AddCredential)

/** *Add New Credential* alone, over the host's page. */
export function OverlayView({ host, wish }: { host: HostPage; wish: Wish }) {
  const connectors = useQuery(connectorsQuery)
  const isSandbox = useQuery(isSandboxQuery).data ?? false
  const connector = connectors.data?.find(({ id }) => id === wish.connector)
  const form = useChunk(loadAddCredential, true)
  const AddCredential = form.part
  const [existing, setExisting] = useState<NamedCredential | null>(null)
  const [isDone, setIsDone] = useState(false)
  useShown(host, !connectors.isPending && (AddCredential !== null || form.hasFailed))

  function leave() {
    setIsDone(true)
    host.send({ type: 'closed' })
  }

  if (isDone) return null
  if (existing) return <TakeExisting host={host} existing={existing} onCancel={leave} />
  if (!connector) return <ConnectorTrouble host={host} connector={wish.connector} connectors={connectors} />
  if (form.hasFailed) {
    return (
      <EmbedCard onEscape={leave}>
        <ChunkFailed title="The form for a new credential could not be loaded." onRetry={form.fetch}>
          <Button onClick={leave}>Cancel</Button>
        </ChunkFailed>
      </EmbedCard>
    )
  }
  if (!AddCredential) return null
  return (
    <AddCredential
      connector={connector}
      title={wish.texts?.overlayTitle}
      // There is no banner over the host's page, and nobody may take what the sandbox answers for the provider's word.
      subtitle={isSandbox ? `${connector.name}, played by the sandbox` : connector.name}
      isLeft={false}
      onReturn={nothing}
      onClosed={leave}
      onSaved={(credential) => {
        setIsDone(true)
        tellSelected(host, credential)
      }}
      onUseExisting={setExisting}
    />
  )
}

type TakeExistingProps = { host: HostPage; existing: NamedCredential; onCancel: () => void }

/** The credential that has the token already, as soon as it is known what the host is to be told of it. */
function TakeExisting({ host, existing, onCancel }: TakeExistingProps) {
  const { data: credential, error, refetch, isFetching } = useQuery(credentialQuery(existing.id))
  useEffect(() => {
    if (credential) tellSelected(host, credential)
  }, [host, credential])
  if (!error || credential) return null
  return (
    <EmbedCard onEscape={onCancel}>
      <FailedNotice
        title={`“${existing.name}” could not be loaded.`}
        failure={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
      <Button onClick={onCancel}>Cancel</Button>
    </EmbedCard>
  )
}

/** There is no history entry to go back from. */
function nothing(): void {}
