import type { ReactNode, RefObject } from 'react'
import { CloseButton } from './close-button.tsx'
import { Dialog } from './dialog.tsx'
import styles from './side-panel.module.css'

/** What belongs to a panel whatever it holds at the moment. */
export type SidePanelShell = {
  /** The button *Close*. */
  close: RefObject<HTMLButtonElement | null>
  onDismiss: (by: 'escape' | 'outside' | 'close') => void
  /** Puts the focus where it belongs when the panel opens. */
  focusFirst: () => void
}

type SidePanelProps = SidePanelShell & {
  /** Holds the panel's `DialogTitle`. */
  heading: ReactNode
  children: ReactNode
  /** What can be done about the whole of it: stays in sight. */
  foot?: ReactNode
}

/** A dialog along the edge of the page: a heading and a foot that stay, and between them what can be long. */
export function SidePanel({ close, onDismiss, focusFirst, heading, children, foot }: SidePanelProps) {
  return (
    <Dialog size="side" onDismiss={onDismiss} focusFirst={focusFirst}>
      <div className={styles['panel']}>
        <header className={styles['head']}>
          <div className={styles['heading']}>{heading}</div>
          <CloseButton ref={close} onClick={() => onDismiss('close')} />
        </header>
        <div className={styles['body']}>{children}</div>
        {foot && <footer className={styles['foot']}>{foot}</footer>}
      </div>
    </Dialog>
  )
}
