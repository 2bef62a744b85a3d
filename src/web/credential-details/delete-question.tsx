import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { credentialQuery } from '../api/credentials.ts'
import { useDeleteCredential } from '../api/delete-credential.ts'
import { ProblemFailure } from '../api/request.ts'
import { DataFlowName } from '../flow/data-flow-name.tsx'
import { failureInWords } from '../flow/failed-notice.tsx'
import { kindWords } from '../flow/kind-words.ts'
import { usedByHref } from '../flow/resource-href.ts'
import { Notice } from '../ui/notice.tsx'
import { Question } from '../ui/question.tsx'
import { screenHistory } from '../ui/screen-history.ts'
import styles from './delete-question.module.css'
import { InstallationChoice } from './installation-choice.tsx'
import { notDoneInWords } from './not-done-words.ts'
import { focusNeighbour, neighbourOf } from './tile-focus.ts'
import type { Uninstalled } from './uninstallation-words.ts'
import { useDeletedToast } from './use-deleted-toast.ts'

type DeleteQuestionProps = {
  connector: Connector
  credential: Credential
  onCancel: () => void
  onDeleted: () => void
}

/** Asked before a credential is taken from sight. What is used stays: it is named. */
export function DeleteQuestion({ connector, credential, onCancel, onDeleted }: DeleteQuestionProps) {
  const client = useQueryClient()
  const { mutateAsync, isPending, error } = useDeleteCredential(onDeleted)
  const showDeleted = useDeletedToast(connector)
  const problem = error instanceof ProblemFailure ? error.problem : null
  const { id, name, method } = credential
  const [keepInstallation, setKeepInstallation] = useState(false)

  async function confirm() {
    const neighbour = neighbourOf(id)
    let uninstalled: Uninstalled
    try {
      const deleted = await mutateAsync({ ...credential, keepInstallation })
      uninstalled = deleted ? deleted.uninstallation : method === 'oauth' ? { kind: 'unknown' } : null
    } catch (failure) {
      const isChanged = failure instanceof ProblemFailure && failure.problem.code === 'changed_meanwhile'
      // Behind the question stands what it is now: whoever still wants to, deletes that.
      if (isChanged) await client.refetchQueries({ queryKey: credentialQuery(id).queryKey })
      return
    }
    showDeleted(credential, uninstalled)
    focusNeighbour(neighbour, id)
  }

  if (problem?.code === 'credential_in_use') {
    return (
      <Question
        title={`“${name}” is in use`}
        text="It can be deleted once nothing uses it any more."
        cancel="Close"
        onCancel={onCancel}
      >
        <ul className={styles['users']}>
          {problem.usedBy?.map((user) => (
            <li key={user.id}>
              <DataFlowName href={usedByHref(id, user.id)}>
                <bdi>{user.name}</bdi>
              </DataFlowName>{' '}
              <span className={styles['kind']}>{kindWords[user.kind].name}</span>
            </li>
          ))}
        </ul>
        {problem.usedBy && problem.usedBy.length > 1 && screenHistory().hasEveryScreen && (
          <p>
            <Link href={usedByHref(id)}>Show these data flows</Link>
          </p>
        )}
      </Question>
    )
  }
  return (
    <Question
      title={`Delete “${name}”?`}
      text="It disappears at once. For 7 days you can restore it from “Recently deleted”; then its token is erased for good."
      confirm={{ label: isPending ? 'Deleting…' : 'Delete', isBusy: isPending, onConfirm: () => void confirm() }}
      // The installation may be kept as well: "it" would not say which.
      cancel={method === 'oauth' ? 'Keep the credential' : 'Keep it'}
      onCancel={onCancel}
    >
      {method === 'oauth' && (
        <InstallationChoice
          connector={connector}
          credential={credential}
          isKept={keepInstallation}
          isReadOnly={isPending}
          onChange={setKeepInstallation}
        />
      )}
      {error && !isPending && (
        <div role="alert">
          {problem?.code === 'changed_meanwhile' ? (
            <Notice tone="warning" title="Somebody else has changed it meanwhile.">
              <p>It was not deleted. Its details are up to date now: delete it if you still want to.</p>
            </Notice>
          ) : (
            <Notice tone="bad" title={notDoneInWords(error, 'deleted')}>
              <p>{failureInWords(error)}</p>
            </Notice>
          )}
        </div>
      )}
    </Question>
  )
}
