import type { ReactNode } from 'react'
import styles from './disclosure.module.css'

type DisclosureProps = {
  summary: string
  open: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
}

/** What most people need not see, behind its name. */
export function Disclosure({ summary, open, onOpenChange, children }: DisclosureProps) {
  return (
    <details
      className={styles['disclosure']}
      open={open}
      onToggle={({ currentTarget }) => {
        onOpenChange(currentTarget.open)
        // What opens at the lower edge would open out of sight.
        if (currentTarget.open) currentTarget.scrollIntoView({ block: 'nearest' })
      }}
    >
      <summary className={styles['summary']}>{summary}</summary>
      <div className={styles['content']}>{children}</div>
    </details>
  )
}
