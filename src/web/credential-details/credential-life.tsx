import { useSearch } from 'wouter'
import { DeletedCredentials } from '../deleted-credentials/deleted-credentials.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { useOver } from './use-over.ts'

/** What stands over any screen: a credential's details, the recently deleted ones, and toasts. One chunk. */
export function CredentialLife() {
  const asked = new URLSearchParams(useSearch())
  const details = useOver(asked.get('details'))
  const deleted = useOver(asked.get('deleted'))
  return (
    <>
      {details.shown !== null && (
        <DetailsPanel
          key={details.shown}
          id={details.shown}
          isLeft={details.isLeft}
          onReturn={details.returnTo}
          onClosed={details.close}
        />
      )}
      {deleted.shown !== null && !deleted.isLeft && <DeletedCredentials onClosed={deleted.close} />}
      <Toasts />
    </>
  )
}
