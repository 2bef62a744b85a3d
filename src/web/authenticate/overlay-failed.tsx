import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** The overlay's code did not come. */
export function OverlayFailed({ onRetry, onClose }: { onRetry: () => void; onClose: () => void }) {
  return (
    <div role="alert">
      <Notice
        tone="bad"
        title="The form for a new credential could not be loaded."
        actions={
          <>
            <Button onClick={onRetry}>Retry</Button>
            <Button onClick={onClose}>Cancel</Button>
          </>
        }
      >
        <p>Latchkey did not answer, or has been updated. If trying again does not help, reload the page.</p>
      </Notice>
    </div>
  )
}
