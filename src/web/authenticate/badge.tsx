import { Check, CircleAlert, CircleDashed, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './badge.module.css'

/** What a status looks like. */
export type Tone = 'verified' | 'limited' | 'unchecked' | 'failed'

const icons = { verified: Check, limited: CircleAlert, unchecked: CircleDashed, failed: TriangleAlert }

/** A status, by its mark and its words: colour alone is no message. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = icons[tone]
  return (
    <span className={`${styles['badge']} ${styles[tone]}`}>
      <Icon size={12} strokeWidth={2.5} aria-hidden />
      {children}
    </span>
  )
}
