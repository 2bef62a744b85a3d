import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { connectorsQuery } from '../api/connectors.ts'
import { credentialQuery } from '../api/credentials.ts'
import { isNotFound } from '../api/request.ts'
import { refusalInWords } from '../credential-access/refusal.ts'
import { useAsker } from '../credential-access/use-asker.ts'
import { isReconnecting } from '../secret/pending-authorization.ts'
import { DialogTitle } from '../ui/dialog.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { showToast } from '../ui/toasts.tsx'
import { CredentialDetails } from './credential-details.tsx'
import { DetailsFoot } from './details-foot.tsx'
import { DetailsHeading } from './details-heading.tsx'
import { DetailsOver, type Over } from './details-over.tsx'
import { DetailsPlaceholder } from './details-placeholder.tsx'
import { GoneNotice } from './gone-notice.tsx'
import { useOpenEdits } from './open-edits.ts'
import { focusNeighbour, neighbourOf } from './tile-focus.ts'
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
  const { edits, areUnsaved } = useOpenEdits()
  const [over, setOver] = useState<Over | null>(() => {
    if (action === 'replace' || action === 'delete') return action
    // The page itself went to the provider's, and has come back.
    return isReconnecting(id) ? 'replace' : null
  })
  const close = useRef<HTMLButtonElement>(null)
  const shareField = useRef<HTMLInputElement>(null)
  const asker = useAsker()
  const refusalId = useId()
  const credential = useQuery(credentialQuery(id))
  const connectors = useQuery(connectorsQuery)
  const connector = connectors.data?.find(({ id: known }) => known === credential.data?.connector)
  const isGone = isNotFound(credential.error)
  const read = credential.data && connector && { connector, credential: credential.data }
  // What somebody is typing does not go with what somebody else deletes.
  const shown = isGone && !areUnsaved ? undefined : read
  const words = read ? refusalInWords(read.credential, asker.role, 'edit') : null
  const refusal = words ? { id: refusalId, words } : null
  const isOver = read && (over === 'replace' || (over === 'delete' && !isGone))

  async function leave() {
    if (await edits.save()) onClosed()
  }

  function handleLost() {
    const neighbour = neighbourOf(id)
    onClosed()
    showToast({ words: `You have no access to “${credential.data?.name ?? ''}” any more.` })
    focusNeighbour(neighbour, id)
  }

  const answerBack = useEffectEvent(() => {
    if (!areUnsaved) return onClosed()
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
        if (edits.focus()) return
        const first = action === 'share' ? shareField.current : null
        ;(first ?? close.current)?.focus()
      }}
      heading={
        shown ? (
          <DetailsHeading {...shown} edits={edits} refusal={refusal} begins={action === 'edit'} />
        ) : (
          <DialogTitle>Credential details</DialogTitle>
        )
      }
      foot={shown && !isGone && <DetailsFoot credential={shown.credential} refusal={refusal} onOver={setOver} />}
    >
      {isGone && <GoneNotice id={id} refusal={refusal} holdsUnsaved={areUnsaved} />}
      {shown && (
        <CredentialDetails
          {...shown}
          edits={edits}
          asker={asker}
          refusal={refusal}
          action={action}
          shareField={shareField}
          onReplace={() => setOver('replace')}
          onLost={handleLost}
        />
      )}
      {isOver && <DetailsOver {...read} over={over} onClosed={() => setOver(null)} onDeleted={onClosed} />}
      {!shown && !isGone && <DetailsPlaceholder credential={credential} connectors={connectors} />}
    </SidePanel>
  )
}
