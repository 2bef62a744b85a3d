import { CopyButton } from '../ui/copy-button.tsx'
import styles from './request-id.module.css'

/** What the provider's support asks for. */
export function RequestId({ provider, requestId }: { provider: string; requestId: string | undefined }) {
  if (!requestId) return null
  return (
    <span className={styles['request']}>
      {provider}’s request id:
      <span className={styles['id']}>
        <code>{requestId}</code>
        <CopyButton text={requestId} what="request id" />
      </span>
    </span>
  )
}
