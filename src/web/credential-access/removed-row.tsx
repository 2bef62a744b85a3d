import { useEffect, useRef } from 'react'
import type { Grant } from '../../contract/access.ts'
import type { Credential } from '../../contract/credential.ts'
import { useShareCredential } from '../api/credential-access.ts'
import { notDoneInWords } from '../credential-details/not-done-words.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import styles from './access-row.module.css'

type RemovedRowProps = {
  credential: Pick<Credential, 'id'>
  /** What they had. */
  grant: Grant
  onUndone: () => void
}

/**
 * In the place of somebody who was just removed: the way to have that undone. Not in a toast, which the keyboard does not
 * reach while a dialog is open. It takes the focus that the removed row had.
 */
export function RemovedRow({ credential, grant, onUndone }: RemovedRowProps) {
  const { grantee, access } = grant
  const row = useRef<HTMLLIElement>(null)
  const { mutateAsync, isPending, error } = useShareCredential()

  useEffect(() => {
    row.current?.focus()
    announce(`${grantee.name} has no access any more. Undo is next.`)
  }, [grantee.name])

  async function undo() {
    if (isPending) return
    try {
      await mutateAsync({ id: credential.id, grantee, access })
    } catch (failure) {
      return announce(notUndoneInWords(failure))
    }
    announce(`${grantee.name} has access again.`)
    onUndone()
  }

  return (
    <li ref={row} className={styles['row']} tabIndex={-1} aria-label={grantee.name}>
      <span className={`${styles['words']} ${styles['muted']}`}>
        <span>
          <bdi>{grantee.name}</bdi> has no access any more.
        </span>
      </span>
      <div className={styles['controls']}>
        <Button className={styles['small']} aria-busy={isPending} onClick={() => void undo()}>
          {isPending ? 'Undoing…' : 'Undo'}
        </Button>
      </div>
      {error && !isPending && <p className={styles['failed']}>{notUndoneInWords(error)}</p>}
    </li>
  )
}

function notUndoneInWords(failure: unknown): string {
  return `${notDoneInWords(failure, 'undone')} ${failureInWords(failure)}`
}
