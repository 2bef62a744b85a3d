import { type ReactNode, useRef } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { CloseButton } from '../ui/close-button.tsx'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { Dialog, DialogTitle } from '../ui/dialog.tsx'
import styles from './secret-dialog.module.css'

type SecretDialogProps = {
  connector: Connector
  title: string
  /** Below the title: what it is about. */
  subtitle: ReactNode
  /** Escape, a press beside it, or Close: nothing is lost yet. */
  onDismiss: () => void
  /** Asked over it: whether to discard what was entered. */
  question: ReactNode
  children: ReactNode
}

/**
 * A dialog around a form that takes a secret, open for as long as it is mounted. It opens with the focus in the form's
 * first field: put there at once, where the form's own `setFocus` waits for a timer, and for a frame to be drawn. A form
 * without one takes the focus from the dialog as a whole, once it knows what to begin with.
 */
export function SecretDialog(props: SecretDialogProps) {
  const { connector, title, subtitle, onDismiss, question, children } = props
  const dialog = useRef<HTMLDivElement>(null)
  return (
    <Dialog
      size="form"
      onDismiss={onDismiss}
      focusFirst={() => {
        const field = dialog.current?.querySelector<HTMLElement>('input:not([type=radio])')
        const whole = dialog.current?.closest<HTMLElement>('[role="dialog"]')
        ;(field ?? whole)?.focus()
      }}
    >
      <div ref={dialog} className={styles['dialog']}>
        <header className={styles['header']}>
          <ConnectorMark connector={connector.id} size={32} />
          <div className={styles['heading']}>
            <DialogTitle className={styles['title']}>{title}</DialogTitle>
            <p className={styles['subtitle']}>{subtitle}</p>
          </div>
          <CloseButton onClick={onDismiss} />
        </header>
        {children}
      </div>
      {question}
    </Dialog>
  )
}
