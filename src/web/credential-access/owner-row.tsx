import { CircleUserRound } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential, Owner } from '../../contract/credential.ts'
import { Button } from '../ui/button.tsx'
import styles from './access-row.module.css'
import { accessNames } from './access-words.ts'
import { HandOverForm } from './hand-over-form.tsx'
import { refusalInWords } from './refusal.ts'
import type { Asker } from './use-asker.ts'

type OwnerRowProps = { connector: Connector; credential: Credential; owner: Owner; asker: Asker }

/** Whose a credential is. Whoever may can make it somebody else's. */
export function OwnerRow({ connector, credential, owner, asker }: OwnerRowProps) {
  const row = useRef<HTMLLIElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [isHandingOver, setIsHandingOver] = useState(false)
  const mayHandOver = refusalInWords(credential, asker.role, 'handOver') === null
  return (
    <li ref={row} className={styles['row']} tabIndex={-1} aria-label={owner.name}>
      <CircleUserRound size={20} aria-hidden />
      <div className={styles['words']}>
        <span className={styles['name']}>
          <bdi>{owner.name}</bdi>
          {owner.id === asker.personId && <span className={styles['you']}> (you)</span>}
        </span>
      </div>
      <div className={styles['controls']}>
        <span className={styles['muted']}>{accessNames.owner}</span>
        {mayHandOver && (
          <Button
            ref={button}
            className={styles['small']}
            aria-expanded={isHandingOver}
            onClick={() => setIsHandingOver(!isHandingOver)}
          >
            Hand over…
          </Button>
        )}
      </div>
      {mayHandOver && isHandingOver && (
        <HandOverForm
          connector={connector}
          credential={credential}
          owner={owner}
          asker={asker}
          onCancel={() => {
            setIsHandingOver(false)
            button.current?.focus()
          }}
          onHandedOver={() => {
            setIsHandingOver(false)
            // Whoever has given it away has no such button any more. Once the question is gone, which holds the focus.
            setTimeout(() => row.current?.focus())
          }}
        />
      )}
    </li>
  )
}
