import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

type ChunkFailedProps = {
  /** What did not come: "This screen could not be loaded." */
  title: string
  onRetry: () => void
  /** What else can be done about it. */
  children?: ReactNode
}

/** A part of the page whose code did not come. */
export function ChunkFailed({ title, onRetry, children }: ChunkFailedProps) {
  return (
    <div role="alert">
      <Notice
        tone="bad"
        title={title}
        actions={
          <>
            <Button onClick={onRetry}>Retry</Button>
            {children}
          </>
        }
      >
        <p>Latchkey did not answer, or has been updated. If trying again does not help, reload the page.</p>
      </Notice>
    </div>
  )
}
