import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { replaceCredential } from '../api/credentials.ts'
import { ReplaceToken } from '../replace-token/replace-token.tsx'
import { showToast } from '../ui/toasts.tsx'
import { DeleteQuestion } from './delete-question.tsx'
import { useOpenDetails } from './open-details.ts'

/** What stands over the panel. */
export type Over = 'replace' | 'delete'

type DetailsOverProps = {
  over: Over
  connector: Connector
  credential: Credential
  onClosed: () => void
  onDeleted: () => void
}

export function DetailsOver({ over, connector, credential, onClosed, onDeleted }: DetailsOverProps) {
  const client = useQueryClient()
  const openDetails = useOpenDetails()
  // As it was when the form opened: a first attempt, whose answer was lost, may have replaced it since.
  const [before] = useState(credential)

  function handleReplaced(replaced: Credential) {
    onClosed()
    replaceCredential(client, replaced)
    void client.invalidateQueries({ queryKey: ['credential-events'] })
    void client.invalidateQueries({ queryKey: ['resources'] })
    const isSame = replaced.fingerprint === before.fingerprint
    showToast({
      words: isSame
        ? `“${replaced.name}” had this very token already. It was checked again, and nothing was replaced.`
        : `The token of “${replaced.name}” was replaced. The old one is erased.`,
    })
  }

  if (over === 'delete') return <DeleteQuestion credential={credential} onCancel={onClosed} onDeleted={onDeleted} />
  return (
    <ReplaceToken
      connector={connector}
      credential={credential}
      onClosed={onClosed}
      onReplaced={handleReplaced}
      onUseExisting={({ id }) => openDetails(id)}
    />
  )
}
