import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useOpenDetails } from '../credential-details/open-details.ts'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { credentialQuery, rememberCredential } from '../api/credentials.ts'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import { FailedNotice } from '../flow/failed-notice.tsx'
import type { FlowDraft } from '../flow/flow-draft.ts'
import { kindWords } from '../flow/kind-words.ts'
import { type FlowPlace, stepTitles } from '../flow/paths.ts'
import { Screen } from '../flow/screen.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import { savedInWords } from './account-words.ts'
import { AuthenticateBar } from './authenticate-bar.tsx'
import { ChoiceBar, type ChoiceWays } from './choice-bar.tsx'
import styles from './authenticate-screen.module.css'
import { CredentialChoice } from './credential-choice.tsx'
import { isNarrowed } from './credential-filters.ts'
import { useChosen } from './use-chosen.ts'
import { useFilters } from './use-filters.ts'
import { useIdle } from './use-idle.ts'
import { useOverlay } from './use-overlay.ts'

type AuthenticateScreenProps = {
  place: FlowPlace
  connector: Connector
  draft: FlowDraft
  changeDraft: (change: FlowDraft) => void
  /** In place of its own words. */
  texts?: AuthenticateTexts | undefined
  /** In place of the way to the steps before and after. */
  ways?: ChoiceWays | undefined
}

/** The words of the screen that a product around it may have otherwise. */
export type AuthenticateTexts = {
  title?: string | undefined
  sentence?: string | undefined
  addCredential?: string | undefined
  overlayTitle?: string | undefined
}

/** Everything that only the overlay needs comes with it, in a chunk of its own. */
const loadOverlay = () => import('../add-credential/add-credential.tsx').then(({ AddCredential }) => AddCredential)

/** Which credential a source reads or a destination writes with: one there is, or a new one. */
export function AuthenticateScreen(props: AuthenticateScreenProps) {
  const { place, connector, draft, changeDraft, texts = {}, ways } = props
  const { kind } = place
  const client = useQueryClient()
  const overlay = useOverlay(kind, place.isAdding)
  const chunk = useChunk(loadOverlay, overlay.isOpen)
  const AddCredential = chunk.part
  const [filters, changeFilters] = useFilters()
  const openDetails = useOpenDetails()
  const chosen = useChosen(draft.credentialId)
  const { isGone } = chosen
  const choice = { chosenId: draft.credentialId, chosen: chosen.credential }
  const [arrivingId, setArrivingId] = useState<string | null>(null)
  const isArriving = arrivingId !== null && !overlay.isOpen && !place.isAdding
  useIdle(chunk.fetch)

  const changeChoice = useCallback(
    // Another credential may be of another region: the endpoint is preset anew.
    (credentialId: string | undefined) => changeDraft({ credentialId, region: undefined }),
    [changeDraft],
  )
  const choose = useCallback(
    (credential: Credential) => {
      client.setQueryData(credentialQuery(credential.id).queryKey, credential)
      changeChoice(credential.id)
    },
    [client, changeChoice],
  )
  const handleArrived = useCallback(() => setArrivingId(null), [])

  useEffect(() => {
    if (!isGone) return
    changeChoice(undefined)
    announce('The credential chosen before is gone. Choose another.')
  }, [isGone, changeChoice])

  useEffect(() => {
    // It is to be seen, whatever was looked for before.
    if (isArriving && isNarrowed(filters)) changeFilters(filters.sort ? { sort: filters.sort } : {}, 'replace')
  }, [isArriving, filters, changeFilters])

  function handleSaved(credential: Credential) {
    rememberCredential(client, credential)
    changeChoice(credential.id)
    setArrivingId(credential.id)
    overlay.close()
    announce(savedInWords(connector, credential))
  }

  function handleUseExisting({ id, name }: { id: string; name: string }) {
    changeChoice(id)
    setArrivingId(id)
    overlay.close()
    announce(`“${name}” is chosen.`)
  }

  return (
    <Screen
      title={texts.title ?? stepTitles.authenticate}
      pageTitle={`${stepTitles.authenticate} · ${kindWords[kind].begin}`}
      sentence={texts.sentence ?? `Choose the ${connector.name} credential that this ${kind} ${kindWords[kind].uses}.`}
      bottomBar={ways ? <ChoiceBar {...choice} {...ways} /> : <AuthenticateBar kind={kind} {...choice} />}
    >
      {overlay.isOpen && chunk.hasFailed && (
        <ChunkFailed title="The form for a new credential could not be loaded." onRetry={chunk.fetch}>
          <Button onClick={overlay.close}>Cancel</Button>
        </ChunkFailed>
      )}
      {chosen.query.isError && !isGone && (
        <div className={styles['above']}>
          <FailedNotice
            title="The chosen credential could not be loaded."
            failure={chosen.query.error}
            onRetry={() => void chosen.query.refetch()}
            isRetrying={chosen.query.isFetching}
          />
        </div>
      )}
      <CredentialChoice
        kind={kind}
        connector={connector}
        filters={filters}
        onFilter={changeFilters}
        {...choice}
        onChoose={choose}
        addWords={texts.addCredential ?? 'Add Credential'}
        onAdd={overlay.open}
        onAddLikely={chunk.fetch}
        arrivingId={isArriving ? arrivingId : null}
        onArrived={handleArrived}
        onOpenDetails={openDetails}
      />
      {overlay.isOpen && AddCredential && (
        <AddCredential
          connector={connector}
          title={texts.overlayTitle}
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
