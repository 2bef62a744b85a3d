import type { Connector } from '../../contract/connector.ts'
import type { NamedCredential } from '../../contract/credential.ts'
import type { RegionChoice } from '../../contract/region.ts'
import { Button } from '../ui/button.tsx'
import { RequestId } from './request-id.tsx'
import styles from './secret-setback.module.css'
import type { Rejected, Setback } from './setback.ts'
import { rejectedWords } from './verdict-words.ts'

export type SecretSetbackProps = {
  connector: Connector
  setback: Setback
  /** The region that was asked for. */
  region: RegionChoice
  onUseExisting?: ((existing: NamedCredential) => void) | undefined
}

/** What came of an attempt, where it was the secret's doing: said at its field. */
export function SecretSetback({ connector, setback, region, onUseExisting }: SecretSetbackProps) {
  if (setback.kind === 'rejected') {
    return <RejectedSecret connector={connector} verdict={setback.verdict} region={region} />
  }
  if (setback.kind !== 'duplicate') return null
  if (!setback.existing) return <HiddenDuplicate />
  return <DuplicateSecret existing={setback.existing} onUseExisting={onUseExisting} />
}

function RejectedSecret({
  connector,
  verdict,
  region,
}: Pick<SecretSetbackProps, 'connector' | 'region'> & { verdict: Rejected }) {
  const { title, text } = rejectedWords(verdict.reason, connector, region)
  return (
    <>
      <strong className={styles['title']}>{title}</strong>
      <span className={styles['text']}>{text}</span>
      <RequestId provider={connector.name} requestId={verdict.requestId} />
    </>
  )
}

/** The secret is stored already: the tile that has it is offered instead. */
function DuplicateSecret({
  existing,
  onUseExisting,
}: Pick<SecretSetbackProps, 'onUseExisting'> & { existing: NamedCredential }) {
  return (
    <>
      <strong className={styles['title']}>
        This token is stored already, as “<bdi>{existing.name}</bdi>”.
      </strong>
      <span className={styles['text']}>
        One credential for a token is enough: use that one, or paste a different token.
      </span>
      {onUseExisting && (
        <Button className={styles['use']} onClick={() => onUseExisting(existing)}>
          <span className={styles['name']}>
            Use “<bdi>{existing.name}</bdi>”
          </span>
        </Button>
      )}
    </>
  )
}

/** Which one it is, and whose, is not for the person to know. */
function HiddenDuplicate() {
  return (
    <>
      <strong className={styles['title']}>
        This token is stored already, in a credential that is not shared with you.
      </strong>
      <span className={styles['text']}>Ask an admin of your organisation, or paste a different token.</span>
    </>
  )
}
