import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import styles from './form-footer.module.css'

type FormFooterProps = {
  footnote: string
  /** While something is under way: gives it up. Else: closes. */
  onCancel: () => void
  /** What the form can do, the most important last. */
  children: ReactNode
}

export function FormFooter({ footnote, onCancel, children }: FormFooterProps) {
  return (
    <footer className={styles['footer']}>
      <p className={styles['footnote']} role="status">
        {footnote}
      </p>
      <Button variant="quiet" onClick={onCancel}>
        Cancel
      </Button>
      {children}
    </footer>
  )
}
