import { Content, Description, Portal, Root, Title } from '@radix-ui/react-dialog'
import { type ReactNode, useState } from 'react'
import styles from './dialog.module.css'
import { type DismissedBy, useDismissal } from './use-dismissal.ts'

type DialogProps = {
  onDismiss: (by: DismissedBy) => void
  /** Puts the focus where it belongs when the dialog opens; without it, on the first thing that takes it. */
  focusFirst: () => void
  /** `side`: along the edge, beside what it is about. `question`: small, and it has to be answered. */
  size: 'form' | 'side' | 'question'
  children: ReactNode
}

/**
 * A modal dialog, open for as long as it is mounted. It needs a {@link DialogTitle} inside.
 *
 * Radix's own overlay is left out: it injects a style element, which a strict Content-Security-Policy refuses. The
 * scrim and the scroll lock are a few lines of CSS instead.
 */
export function Dialog({ onDismiss, focusFirst, size, children }: DialogProps) {
  const [opener] = useState(() => document.activeElement)
  const { scrim, handleEscape } = useDismissal(onDismiss)
  return (
    <Root open>
      <Portal>
        <div ref={scrim} className={`${styles['scrim']} ${styles[size]}`} data-scrim>
          <Content
            className={styles['content']}
            role={size === 'question' ? 'alertdialog' : 'dialog'}
            aria-modal="true"
            onOpenAutoFocus={(event) => {
              event.preventDefault()
              focusFirst()
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault()
              // Whoever closed the dialog may have put the focus somewhere better already.
              const nobodyHasFocus = document.activeElement === document.body || document.activeElement === null
              if (nobodyHasFocus && opener instanceof HTMLElement) opener.focus()
            }}
            onEscapeKeyDown={handleEscape}
          >
            {children}
          </Content>
        </div>
      </Portal>
    </Root>
  )
}

export const DialogTitle = Title
export const DialogDescription = Description
