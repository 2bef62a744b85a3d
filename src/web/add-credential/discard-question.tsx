import { useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogDescription, DialogTitle } from '../ui/dialog.tsx'
import styles from './discard-question.module.css'

type DiscardQuestionProps = { isSaving: boolean; onKeepEditing: () => void; onDiscard: () => void }

/** Asked before anything that was typed is thrown away. */
export function DiscardQuestion({ isSaving, onKeepEditing, onDiscard }: DiscardQuestionProps) {
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      size="question"
      focusFirst={() => keep.current?.focus()}
      onDismiss={(by) => {
        // A second press beside the form is a stray one: the question stays until it is answered.
        if (by === 'escape') onKeepEditing()
      }}
    >
      <div className={styles['question']}>
        <DialogTitle className={styles['title']}>Discard this credential?</DialogTitle>
        <DialogDescription className={styles['text']}>
          {isSaving
            ? 'It is being checked and is not saved yet. What you typed would be lost.'
            : 'It is not saved. What you typed would be lost.'}
        </DialogDescription>
        <div className={styles['actions']}>
          <Button onClick={onDiscard}>Discard</Button>
          <Button variant="primary" ref={keep} onClick={onKeepEditing}>
            Keep editing
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
