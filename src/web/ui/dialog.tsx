import { Content, Description, Portal, Root, Title } from '@radix-ui/react-dialog'
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import styles from './dialog.module.css'

type DialogProps = {
  /** Escape, or a press beside the dialog. */
  onDismiss: (by: 'escape' | 'outside') => void
  /** Puts the focus where it belongs when the dialog opens; without it, on the first thing that takes it. */
  focusFirst: () => void
  /** `side`: along the edge, beside what it is about. `question`: small, and it has to be answered. */
  size: 'form' | 'side' | 'question'
  children: ReactNode
}

/** What dismisses those that are open, the uppermost last. */
const open: RefObject<DialogProps['onDismiss']>[] = []

/**
 * A modal dialog, open for as long as it is mounted. It needs a {@link DialogTitle} inside.
 *
 * Radix's own overlay is left out: it injects a style element, which a strict Content-Security-Policy refuses. The
 * scrim and the scroll lock are a few lines of CSS instead.
 */
export function Dialog({ onDismiss, focusFirst, size, children }: DialogProps) {
  const [opener] = useState(() => document.activeElement)
  const dismiss = useRef(onDismiss)
  useLayoutEffect(() => {
    dismiss.current = onDismiss
  })
  const [stand] = useState(() => () => {
    open.push(dismiss)
    return () => {
      open.splice(open.indexOf(dismiss), 1)
    }
  })
  return (
    <Root open>
      <Portal>
        <div ref={stand} className={`${styles['scrim']} ${styles[size]}`} data-scrim>
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
            onEscapeKeyDown={(event) => {
              event.preventDefault()
              // Escape ends an input method's composition first. For a moment Radix has the dialog below hear it still.
              if (!event.isComposing) open.at(-1)?.current('escape')
            }}
            onPointerDownOutside={(event) => {
              event.preventDefault()
              onDismiss('outside')
            }}
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
