import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import { Dialog, DialogDescription, DialogTitle } from './dialog.tsx'
import styles from './question.module.css'

type QuestionProps = {
  title: string
  /** What comes of it: a sentence or two. */
  text: ReactNode
  /** What is the matter with the last attempt at it. */
  children?: ReactNode
  /** The way that does it, in the question's own verb. Without it, there is nothing to do but to leave. */
  confirm?: { label: string; isBusy?: boolean; onConfirm: () => void } | undefined
  cancel: string
  onCancel: () => void
}

/** Has a person confirm what cannot be taken back lightly. The focus begins at the way that changes nothing. */
export function Question({ title, text, children, confirm, cancel, onCancel }: QuestionProps) {
  const stay = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      size="question"
      focusFirst={() => stay.current?.focus()}
      onDismiss={(by) => {
        // A press beside it is a stray one: the question stays until it is answered.
        if (by === 'escape') onCancel()
      }}
    >
      <div className={styles['question']}>
        <DialogTitle className={styles['title']}>{title}</DialogTitle>
        <DialogDescription className={styles['text']}>{text}</DialogDescription>
        {children}
        <div className={styles['actions']}>
          <Button ref={stay} variant={confirm ? 'secondary' : 'primary'} onClick={onCancel}>
            {cancel}
          </Button>
          {confirm && (
            <Button
              variant="primary"
              aria-busy={confirm.isBusy ?? false}
              onClick={() => !confirm.isBusy && confirm.onConfirm()}
            >
              {confirm.label}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}
