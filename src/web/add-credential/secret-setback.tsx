import type { Connector } from '../../contract/connector.ts'
import type { RegionChoice } from '../../contract/region.ts'
import { Button } from '../ui/button.tsx'
import { RequestId } from './request-id.tsx'
import styles from './secret-setback.module.css'
import type { Rejected } from './setback.ts'
import { rejectedWords } from './verdict-words.ts'

type RejectedSecretProps = { connector: Connector; verdict: Rejected; region: RegionChoice }

/** The provider does not take the secret: said at its field. */
export function RejectedSecret({ connector, verdict, region }: RejectedSecretProps) {
  const { title, text } = rejectedWords(verdict.reason, connector, region)
  return (
    <>
      <strong className={styles['title']}>{title}</strong>
      <span className={styles['text']}>{text}</span>
      <RequestId provider={connector.name} requestId={verdict.requestId} />
    </>
  )
}

type DuplicateSecretProps = { existing: { id: string; name: string }; onUseExisting: () => void }

/** The secret is stored already: the tile that has it is offered instead. */
export function DuplicateSecret({ existing, onUseExisting }: DuplicateSecretProps) {
  return (
    <>
      <strong className={styles['title']}>
        This token is stored already, as “<bdi>{existing.name}</bdi>”.
      </strong>
      <span className={styles['text']}>
        One credential for a token is enough: use that one, or paste a different token.
      </span>
      <Button className={styles['use']} onClick={onUseExisting}>
        <span className={styles['name']}>
          Use “<bdi>{existing.name}</bdi>”
        </span>
      </Button>
    </>
  )
}
