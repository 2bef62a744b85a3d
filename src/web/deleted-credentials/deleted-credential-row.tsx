import { useState } from 'react'
import type { DeletedCredential } from '../../contract/credential.ts'
import { useEraseCredential, useRestoreCredential } from '../api/deleted-credentials.ts'
import { workspaceInWords } from '../authenticate/account-words.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { Notice } from '../ui/notice.tsx'
import { Question } from '../ui/question.tsx'
import { ageInWords, timeInWords } from '../ui/relative-time.ts'
import styles from './deleted-credentials.module.css'
import { erasedInWords } from './erased-in-words.ts'
import { restoreFailedInWords } from './restore-words.ts'

type DeletedCredentialRowProps = {
  credential: DeletedCredential
  now: number
  /** It is no longer in the list, and the focus that was in it has to go somewhere. */
  onGone: () => void
}

/** The element that takes the focus for a deleted credential. */
export function deletedNameId(id: string): string {
  return `deleted-${id}`
}

export function DeletedCredentialRow({ credential, now, onGone }: DeletedCredentialRowProps) {
  const { id, name, connector, deletedAt, deletedBy, erasedAt } = credential
  const restore = useRestoreCredential()
  const erase = useEraseCredential()
  const [isAsking, setIsAsking] = useState(false)
  const words = (label: string) => ({ 'aria-label': `${label} “${name}”` })

  async function handleRestore() {
    if (restore.isPending) return
    try {
      await restore.mutateAsync(credential)
    } catch (failure) {
      return announce(`“${name}” is not back. ${restoreFailedInWords(failure)}`)
    }
    announce(`“${name}” is back.`)
    onGone()
  }

  async function handleErase() {
    try {
      await erase.mutateAsync(credential)
    } catch {
      // The question says it, and stays.
      return
    }
    announce(`“${name}” is erased for good.`)
    onGone()
  }

  return (
    <li className={styles['row']} aria-labelledby={deletedNameId(id)}>
      <ConnectorMark connector={connector} />
      <div className={styles['words']}>
        <h3 id={deletedNameId(id)} tabIndex={-1} className={styles['name']} dir="auto">
          {name}
        </h3>
        <p className={styles['muted']}>
          <bdi>{workspaceInWords(credential) ?? 'Workspace not known'}</bdi>
        </p>
        <p className={styles['muted']}>
          Deleted{' '}
          <time dateTime={deletedAt} title={timeInWords(deletedAt)}>
            {ageInWords(deletedAt, now)}
          </time>{' '}
          by <bdi>{deletedBy.name}</bdi>, erased{' '}
          <time dateTime={erasedAt} title={timeInWords(erasedAt)}>
            {erasedInWords(erasedAt, now)}
          </time>
        </p>
        {restore.isError && !restore.isPending && (
          <Notice tone="bad" title="It is not back.">
            <p>{restoreFailedInWords(restore.error)}</p>
          </Notice>
        )}
        <div className={styles['ways']}>
          <Button {...words('Restore')} aria-busy={restore.isPending} onClick={() => void handleRestore()}>
            {restore.isPending ? 'Restoring…' : 'Restore'}
          </Button>
          <Button {...words('Erase now')} variant="quiet" aria-haspopup="dialog" onClick={() => setIsAsking(true)}>
            Erase now
          </Button>
        </div>
      </div>
      {isAsking && (
        <Question
          title={`Erase “${name}” for good?`}
          text="Its token is erased from Latchkey’s store, and nobody can bring it back. Its history stays."
          confirm={{
            label: erase.isPending ? 'Erasing…' : 'Erase for good',
            isBusy: erase.isPending,
            onConfirm: () => void handleErase(),
          }}
          cancel="Keep it"
          onCancel={() => setIsAsking(false)}
        >
          {erase.isError && !erase.isPending && (
            <div role="alert">
              <Notice tone="bad" title="It was not erased.">
                <p>{failureInWords(erase.error)}</p>
              </Notice>
            </div>
          )}
        </Question>
      )}
    </li>
  )
}
