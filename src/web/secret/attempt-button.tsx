import { LoaderCircle } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import styles from './attempt-button.module.css'
import type { Attempt, Purpose } from './use-attempt.ts'

type AttemptButtonProps = {
  purpose: Purpose
  attempt: Attempt | null
  label: string
  /** What it says while its own attempt is under way. */
  busyLabel: string
  /** Without it the button submits the form, and is its main one. */
  onPress?: () => void
}

/** Starts an attempt, and shows that it is under way. */
export function AttemptButton({ purpose, attempt, label, busyLabel, onPress }: AttemptButtonProps) {
  const isRunning = attempt?.isRunning ?? false
  const isBusy = isRunning && attempt?.purpose === purpose
  return (
    <Button
      className={styles['attempt']}
      data-purpose={purpose}
      aria-busy={isBusy}
      // Not disabled: a disabled button loses the focus.
      aria-disabled={isRunning}
      {...(onPress
        ? { onClick: () => !isRunning && onPress() }
        : { variant: 'primary', type: 'submit', 'aria-keyshortcuts': 'Control+Enter Meta+Enter' })}
    >
      {isBusy ? (
        <>
          <LoaderCircle className={styles['turning']} size={16} aria-hidden />
          {busyLabel}
        </>
      ) : (
        label
      )}
    </Button>
  )
}
