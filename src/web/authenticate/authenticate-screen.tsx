import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { rememberCredential } from '../api/credentials.ts'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import type { FlowDraft } from '../flow/flow-draft.ts'
import { kindWords } from '../flow/kind-words.ts'
import { type FlowPlace, stepTitles } from '../flow/paths.ts'
import { Screen } from '../flow/screen.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import { savedInWords } from './account-words.ts'
import { AuthenticateBar } from './authenticate-bar.tsx'
import { CredentialChoice } from './credential-choice.tsx'
import { useCredentials } from './use-credentials.ts'
import { useIdle } from './use-idle.ts'
import { useOverlay } from './use-overlay.ts'

type AuthenticateScreenProps = {
  place: FlowPlace
  connector: Connector
  draft: FlowDraft
  changeDraft: (change: FlowDraft) => void
}

/** Everything that only the overlay needs comes with it, in a chunk of its own. */
const loadOverlay = () => import('../add-credential/add-credential.tsx').then(({ AddCredential }) => AddCredential)

/** Which credential a source reads or a destination writes with: one there is, or a new one. */
export function AuthenticateScreen({ place, connector, draft, changeDraft }: AuthenticateScreenProps) {
  const { kind } = place
  const client = useQueryClient()
  const overlay = useOverlay(kind, place.isAdding)
  const chunk = useChunk(loadOverlay, overlay.isOpen)
  const AddCredential = chunk.part
  const credentials = useCredentials(connector.id, draft.credentialId)
  const [arrivingId, setArrivingId] = useState<string | null>(null)
  const isGone = credentials.isGone
  useIdle(chunk.fetch)

  const choose = useCallback(
    // Another credential may be of another region: the endpoint is preset anew.
    (credentialId: string | undefined) => changeDraft({ credentialId, region: undefined }),
    [changeDraft],
  )

  useEffect(() => {
    if (!isGone) return
    choose(undefined)
    announce('The credential chosen before is gone. Choose another.')
  }, [isGone, choose])

  function handleSaved(credential: Credential) {
    rememberCredential(client, credential)
    choose(credential.id)
    setArrivingId(credential.id)
    overlay.close()
    announce(savedInWords(connector, credential))
  }

  function handleUseExisting({ id, name }: { id: string; name: string }) {
    choose(id)
    setArrivingId(id)
    overlay.close()
    announce(`“${name}” is chosen.`)
  }

  return (
    <Screen
      title={stepTitles.authenticate}
      pageTitle={`${stepTitles.authenticate} · ${kindWords[kind].begin}`}
      sentence={`Choose the ${connector.name} credential that this ${kind} ${kindWords[kind].uses}.`}
      bottomBar={<AuthenticateBar kind={kind} chosenId={draft.credentialId} chosen={credentials.chosen} />}
    >
      {overlay.isOpen && chunk.hasFailed && (
        <ChunkFailed title="The form for a new credential could not be loaded." onRetry={chunk.fetch}>
          <Button onClick={overlay.close}>Cancel</Button>
        </ChunkFailed>
      )}
      <CredentialChoice
        connector={connector}
        credentials={credentials}
        chosenId={draft.credentialId}
        onChoose={choose}
        onAdd={overlay.open}
        onAddLikely={chunk.fetch}
        arrivingId={overlay.isOpen || place.isAdding ? null : arrivingId}
        onArrived={() => setArrivingId(null)}
      />
      {overlay.isOpen && AddCredential && (
        <AddCredential
          connector={connector}
          isLeft={overlay.isLeft}
          onReturn={overlay.returnTo}
          onClosed={overlay.close}
          onSaved={handleSaved}
          onUseExisting={handleUseExisting}
        />
      )}
    </Screen>
  )
}
