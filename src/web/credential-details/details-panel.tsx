import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { connectorsQuery } from '../api/connectors.ts'
import { credentialQuery } from '../api/credentials.ts'
import { ProblemFailure } from '../api/request.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { DialogTitle } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { CredentialDetails } from './credential-details.tsx'
import { DetailsFoot } from './details-foot.tsx'
import { DetailsHeading } from './details-heading.tsx'
import { DetailsOver, type Over } from './details-over.tsx'
import { useOpenEdits } from './open-edits.ts'
import { useAskedAction } from './use-asked-action.ts'

type DetailsPanelProps = {
  id: string
  /** The browser's Back has left the panel's URL: the panel saves what was typed before it goes. */
  isLeft: boolean
  /** Something typed is not saved yet: the panel's URL is to be restored. */
  onReturn: () => void
  onClosed: () => void
}

/** A credential's details, at the side of whatever screen there is. */
export function DetailsPanel({ id, isLeft, onReturn, onClosed }: DetailsPanelProps) {
  const action = useAskedAction()
  const edits = useOpenEdits()
  const [over, setOver] = useState<Over | null>(action === 'replace' || action === 'delete' ? action : null)
  const close = useRef<HTMLButtonElement>(null)
  const credential = useQuery(credentialQuery(id))
  const connectors = useQuery(connectorsQuery)
  const connector = connectors.data?.find((known) => known.id === credential.data?.connector)
  const failed = [credential, connectors].find((query) => query.isError && !query.data)
  const isGone = credential.error instanceof ProblemFailure && credential.error.problem.code === 'not_found'
  const shown = credential.data && connector && !isGone && { connector, credential: credential.data }

  async function leave() {
    if (await edits.save()) onClosed()
  }

  const answerBack = useEffectEvent(() => {
    if (!edits.areUnsaved()) return onClosed()
    // Now, and not once it is saved: a second Back would leave the screen below, and take what was typed with it.
    onReturn()
    void leave()
  })
  useEffect(() => {
    if (isLeft) answerBack()
  }, [isLeft])

  return (
    <SidePanel
      close={close}
      onDismiss={(by) => {
        if (by === 'escape' && edits.undoFocused()) return
        void leave()
      }}
      focusFirst={() => {
        if (!edits.focus()) close.current?.focus()
      }}
      heading={
        shown ? (
          <DetailsHeading {...shown} edits={edits} begins={action === 'edit'} />
        ) : (
          <DialogTitle>Credential details</DialogTitle>
        )
      }
      foot={shown && <DetailsFoot onOver={setOver} />}
    >
      {shown && (
        <>
          <CredentialDetails
            {...shown}
            edits={edits}
            checksAtOnce={action === 'check'}
            onReplace={() => setOver('replace')}
          />
          {over && <DetailsOver {...shown} over={over} onClosed={() => setOver(null)} onDeleted={onClosed} />}
        </>
      )}
      {isGone && (
        <Notice tone="warning" title="This credential is gone.">
          <p>It was deleted, or its address is wrong.</p>
        </Notice>
      )}
      {!shown && !isGone && failed && (
        <FailedNotice
          title="The credential could not be loaded."
          failure={failed.error}
          onRetry={() => void failed.refetch()}
          isRetrying={failed.isFetching}
        />
      )}
      {!shown && !isGone && !failed && (
        <Loading words="Loading the credential…">
          <Bone shape="row" />
          <Bone shape="tile" />
          <Bone shape="tile" />
        </Loading>
      )}
    </SidePanel>
  )
}
