import { useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogDescription, DialogTitle } from '../ui/dialog.tsx'
import styles from './discard-question.module.css'

type DiscardQuestionProps = {
  /** "Discard this credential?" */
  title: string
  /** What would be lost. */
  text: string
  onKeepEditing: () => void
  onDiscard: () => void
}

/** Asked before anything that was typed is thrown away. */
export function DiscardQuestion({ title, text, onKeepEditing, onDiscard }: DiscardQuestionProps) {
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
        <DialogTitle className={styles['title']}>{title}</DialogTitle>
        <DialogDescription className={styles['text']}>{text}</DialogDescription>
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
