import type { ReactNode } from 'react'
import styles from './embed-card.module.css'
import { useEscape } from './use-escape.ts'

/** A sentence or two in the middle of the frame, in place of what cannot be shown. */
export function EmbedCard({ children, onEscape = null }: { children: ReactNode; onEscape?: (() => void) | null }) {
  useEscape(onEscape)
  return (
    <main className={styles['ground']}>
      <div className={styles['card']}>{children}</div>
    </main>
  )
}
