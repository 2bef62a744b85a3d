import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './flow-placeholder.module.css'

/** Stands in for the flow's screens until their code has come, and says so where it does not come. */
export function FlowPlaceholder({ hasFailed, onRetry }: { hasFailed: boolean; onRetry: () => void }) {
  if (!hasFailed) return <div aria-busy="true" />
  return (
    <div className={styles['failed']} role="alert">
      <Notice tone="bad" title="This screen could not be loaded." actions={<Button onClick={onRetry}>Retry</Button>}>
        <p>Latchkey did not answer, or has been updated. If trying again does not help, reload the page.</p>
      </Notice>
    </div>
  )
}
