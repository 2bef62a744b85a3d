import { Check } from 'lucide-react'
import { Fragment, useEffect, useRef } from 'react'
import type { Connector, Method } from '../../contract/connector.ts'
import type { CheckedSecret, NamedCredential } from '../../contract/credential.ts'
import { announce } from '../ui/announcer.tsx'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import styles from './account-card.module.css'
import { acceptedInWords, accountInWords } from './account-words.ts'
import { WorkspaceName } from './workspace-name.tsx'

export type AcceptedSecret = Extract<CheckedSecret, { kind: 'accepted' }>

type AccountCardProps = { connector: Connector; method: Method; checked: AcceptedSecret }

/** Whose token it is, as far as the provider said. */
export function AccountCard({ connector, method, checked }: AccountCardProps) {
  const isConnected = method === 'oauth'
  const words = accountInWords(connector, checked)
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    announce(acceptedInWords(connector, checked, method))
    // The focus stays with the button that asked: on a small screen the card would come out of sight.
    card.current?.scrollIntoView({ block: 'nearest' })
  }, [connector, method, checked])
  return (
    <div
      ref={card}
      className={styles['card']}
      role="group"
      aria-label={isConnected ? 'Whose workspace this is' : 'Whose token this is'}
    >
      <div className={styles['account']}>
        <ConnectorMark connector={connector.id} size={32} />
        <div className={styles['whose']}>
          <p className={styles['workspace']}>
            <WorkspaceName words={words} />
          </p>
          {words.details.map((detail) => (
            <p key={detail} className={styles['detail']}>
              {detail}
            </p>
          ))}
        </div>
        <span className={styles['accepted']}>
          <Check size={14} strokeWidth={2.5} aria-hidden />
          {isConnected ? 'Connected' : 'Accepted'}
        </span>
      </div>
      {checked.sameWorkspace.length > 0 && <SameWorkspace credentials={checked.sameWorkspace} />}
    </div>
  )
}

/** It may be meant, so it is said calmly, and stops nobody. */
function SameWorkspace({ credentials }: { credentials: NamedCredential[] }) {
  const [first, ...others] = credentials
  if (!first) return null
  return (
    <p className={styles['aside']}>
      {others.length === 0 ? 'Another credential, ' : 'Other credentials, '}“<bdi>{first.name}</bdi>”
      {others.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index === others.length - 1 ? ' and ' : ', '}“<bdi>{name}</bdi>”
        </Fragment>
      ))}
      {others.length === 0 ? ', already holds a token of this workspace.' : ', already hold tokens of this workspace.'}{' '}
      You can save this one as well.
    </p>
  )
}
