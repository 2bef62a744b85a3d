import { LoaderCircle } from 'lucide-react'
import type { RefObject } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { Button } from '../ui/button.tsx'
import styles from './form-footer.module.css'

type FormFooterProps = {
  connector: Connector
  isSaving: boolean
  wasCancelled: boolean
  /** While saving: gives the attempt up. Else: closes. */
  onCancel: () => void
  saveRef: RefObject<HTMLButtonElement | null>
}

export function FormFooter({ connector, isSaving, wasCancelled, onCancel, saveRef }: FormFooterProps) {
  return (
    <footer className={styles['footer']}>
      <p className={styles['footnote']} role="status">
        {wasCancelled
          ? 'Cancelled. If it was saved all the same, its tile will appear.'
          : 'Sealed on saving; never shown again.'}
      </p>
      <Button onClick={onCancel}>Cancel</Button>
      <Button
        className={styles['save']}
        variant="primary"
        type="submit"
        ref={saveRef}
        aria-busy={isSaving}
        // Not disabled: a disabled button loses the focus.
        aria-disabled={isSaving}
        aria-keyshortcuts="Control+Enter Meta+Enter"
      >
        {isSaving ? (
          <>
            <LoaderCircle className={styles['turning']} size={16} aria-hidden />
            {`Checking with ${connector.name}…`}
          </>
        ) : (
          'Save'
        )}
      </Button>
    </footer>
  )
}
