import { useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { regionInWords } from '../authenticate/account-words.ts'
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
  const openDetails = useOpenDetails()
  // As it was when the form opened: a first attempt, whose answer was lost, may have replaced it since.
  const [before] = useState(credential)

  function handleReplaced(replaced: Credential) {
    onClosed()
    showToast({ words: replacedInWords(connector, before, replaced) })
  }

  if (over === 'delete')
    return <DeleteQuestion connector={connector} credential={credential} onCancel={onClosed} onDeleted={onDeleted} />
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

function replacedInWords(connector: Connector, before: Credential, replaced: Credential): string {
  const { name, method, fingerprint, region } = replaced
  if (method === 'oauth') return reconnectedInWords(connector, before, replaced)
  if (fingerprint !== before.fingerprint) return `The token of “${name}” was replaced. The old one is erased.`
  if (region === before.region) {
    return `“${name}” had this very token already. It was checked again, and nothing was replaced.`
  }
  const where = regionInWords(connector, replaced, 'name') ?? 'a region that is not confirmed yet'
  return `“${name}” has the same token as before, and uses it in another region now: ${where}.`
}

function reconnectedInWords(connector: Connector, before: Credential, { name, fingerprint }: Credential): string {
  return fingerprint === before.fingerprint
    ? `“${name}” is reconnected: ${connector.name} gave the same token as before, and accepts it.`
    : `“${name}” is reconnected. The old token is erased.`
}
