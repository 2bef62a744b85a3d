import { ChunkFailed } from './chunk-failed.tsx'
import styles from './flow-placeholder.module.css'

/** Stands in for the flow's screens until their code has come, and says so where it does not come. */
export function FlowPlaceholder({ hasFailed, onRetry }: { hasFailed: boolean; onRetry: () => void }) {
  if (!hasFailed) return <div aria-busy="true" />
  return (
    <div className={styles['failed']}>
      <ChunkFailed title="This screen could not be loaded." onRetry={onRetry} />
    </div>
  )
}
