import { useId, useState } from 'react'
import { Link } from 'wouter'
import type { Credential, DeletedCredential } from '../../contract/credential.ts'
import type { TenantRole } from '../../contract/person.ts'
import { useEraseCredential, useRestoreCredential } from '../api/deleted-credentials.ts'
import { isNotFound, ProblemFailure } from '../api/request.ts'
import { workspaceInWords } from '../authenticate/account-words.ts'
import { refusalInWords, refusedControl } from '../credential-access/refusal.ts'
import { notDoneInWords } from '../credential-details/not-done-words.ts'
import { detailsHref, type OverEntry } from '../credential-details/open-details.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { Notice } from '../ui/notice.tsx'
import { Question } from '../ui/question.tsx'
import { ageInWords, timeInWords } from '../ui/relative-time.ts'
import { showToast } from '../ui/toasts.tsx'
import styles from './deleted-credentials.module.css'
import { erasedInWords } from './erased-in-words.ts'
import { mustBeReconnected, notBackInWords, restoreFailedInWords, restoredInWords } from './restore-words.ts'

type DeletedCredentialRowProps = {
  credential: DeletedCredential
  /** Of the person who looks. */
  role: TenantRole
  now: number
}

/** The element that takes the focus for a deleted credential. */
export function deletedNameId(id: string): string {
  return `deleted-${id}`
}

const overEntry = { isOverEntry: true } satisfies OverEntry

export function DeletedCredentialRow({ credential, role, now }: DeletedCredentialRowProps) {
  const { id, name, connector, deletedAt, deletedBy, erasedAt } = credential
  const restore = useRestoreCredential()
  const erase = useEraseCredential()
  const [isAsking, setIsAsking] = useState(false)
  const existing = restore.error instanceof ProblemFailure ? restore.error.problem.existing : undefined
  const named = (label: string) => ({ 'aria-label': `${label} “${name}”` })
  const refusal = refusalInWords(credential, role, 'delete')
  const refusalId = useId()
  const control = (onClick: () => void) => (refusal ? refusedControl({ id: refusalId, words: refusal }) : { onClick })

  async function handleRestore() {
    if (restore.isPending) return
    let restored: Credential
    try {
      restored = await restore.mutateAsync(credential)
    } catch (failure) {
      const words = `${notBackInWords(failure, `“${name}”`)} ${restoreFailedInWords(failure)}`
      // The row goes from the list, and what it says with it.
      return isNotFound(failure) ? showToast({ words }) : announce(words)
    }
    announce(restoredInWords(restored))
  }

  async function handleErase() {
    try {
      await erase.mutateAsync(credential)
    } catch (failure) {
      // Else the question says it, and stays.
      if (isNotFound(failure)) showToast({ words: `“${name}” was not erased: it has been restored meanwhile.` })
      return
    }
    announce(`“${name}” is erased for good.`)
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
        {mustBeReconnected(credential) && (
          <p className={styles['muted']}>Its connection no longer works: restored, it has to be connected again.</p>
        )}
        {restore.isError && !restore.isPending && (
          <div className={styles['failed']}>
            <Notice
              tone="bad"
              title={notBackInWords(restore.error, 'It')}
              actions={
                existing && (
                  <Link className={buttonClass('secondary')} href={detailsHref(existing.id)} state={overEntry}>
                    Details of “{existing.name}”
                  </Link>
                )
              }
            >
              <p>{restoreFailedInWords(restore.error)}</p>
            </Notice>
          </div>
        )}
        {refusal && (
          <p className={styles['muted']} id={refusalId}>
            {refusal}
          </p>
        )}
        <div className={styles['ways']}>
          <Button {...named('Restore')} aria-busy={restore.isPending} {...control(() => void handleRestore())}>
            {restore.isPending ? 'Restoring…' : 'Restore'}
          </Button>
          <Button {...named('Erase now')} variant="quiet" aria-haspopup="dialog" {...control(() => setIsAsking(true))}>
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
              <Notice tone="bad" title={notDoneInWords(erase.error, 'erased')}>
                <p>{failureInWords(erase.error)}</p>
              </Notice>
            </div>
          )}
        </Question>
      )}
    </li>
  )
}
