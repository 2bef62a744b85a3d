import type { Credential } from '../../contract/credential.ts'
import { Button } from '../ui/button.tsx'
import styles from './edit-in-place.module.css'
import type { EditTrouble } from './use-text-edit.ts'

/** Why what was typed is not saved. */
export function troubleInWords(trouble: EditTrouble): string {
  return trouble.kind === 'changed' ? 'Not saved: somebody else has changed it meanwhile.' : trouble.words
}

/** What somebody else has made of the text, below what was typed. */
export function Theirs({ text }: { text: string }) {
  if (text === '') return 'It is now empty.'
  return (
    <>
      It is now
      <blockquote className={styles['theirs']} dir="auto">
        {text}
      </blockquote>
    </>
  )
}

type TroubleWaysProps = {
  trouble: EditTrouble
  /** @param from the credential as it is now, where the person has seen what somebody else made of it */
  onSave: (from?: Credential) => void
  onUndo: () => void
}

/** What can be done about it. */
export function TroubleWays({ trouble, onSave, onUndo }: TroubleWaysProps) {
  return (
    <div className={styles['ways']}>
      {trouble.kind === 'changed' ? (
        <>
          <Button onClick={() => onSave(trouble.now)}>Keep mine</Button>
          <Button onClick={onUndo}>Take theirs</Button>
        </>
      ) : (
        <>
          {trouble.kind === 'failed' && <Button onClick={() => onSave()}>Retry</Button>}
          <Button variant="quiet" onClick={onUndo}>
            Undo
          </Button>
        </>
      )}
    </div>
  )
}
