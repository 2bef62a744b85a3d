import type { ReactNode } from 'react'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './loading.module.css'

/** Grey shapes where something will be, and the words for those who do not see them. */
export function Loading({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div className={styles['loading']} aria-busy="true">
      <VisuallyHidden>
        <span role="status">{words}</span>
      </VisuallyHidden>
      {children}
    </div>
  )
}

/** One grey shape. */
export function Bone({ shape }: { shape: 'tile' | 'row' }) {
  return <div className={`${styles['bone']} ${styles[shape]}`} aria-hidden="true" />
}
