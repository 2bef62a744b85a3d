import type { ReactNode } from 'react'
import styles from './bottom-bar.module.css'

/** The way on and the way back, always in view. `Screen` keeps what has the focus from under it. */
export function BottomBar({ children, actions }: { children?: ReactNode; actions: ReactNode }) {
  return (
    <div className={styles['bar']}>
      {children && <div className={styles['words']}>{children}</div>}
      <div className={styles['actions']}>{actions}</div>
    </div>
  )
}
