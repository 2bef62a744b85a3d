import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { accountInWords } from '../secret/account-words.ts'
import { WorkspaceName } from '../secret/workspace-name.tsx'
import styles from './old-token.module.css'
import { replacingWords } from './replacing-words.ts'

type OldTokenProps = {
  connector: Connector
  credential: Credential
  /** Somebody changed the credential, and this is how it stands since. */
  isSecondLook: boolean
}

/** Whose token is replaced, and what becomes of it. */
export function OldToken({ connector, credential, isSecondLook }: OldTokenProps) {
  const words = accountInWords(connector, credential)
  const { inUse, promise } = replacingWords[credential.method]
  const isBroken = credential.method === 'oauth' && credential.status === 'failed'
  return (
    <section className={styles['old']} aria-label={inUse}>
      <h3 className={styles['title']}>{isSecondLook ? `${inUse}, as it is now` : inUse}</h3>
      <p className={styles['workspace']}>
        <WorkspaceName words={words} />
      </p>
      {isSecondLook && (
        <p>
          The credential is called “<bdi>{credential.name}</bdi>”.
        </p>
      )}
      {words.details.map((detail) => (
        <p key={detail}>{detail}</p>
      ))}
      <p className={styles['promise']}>
        {isBroken
          ? `${connector.name} no longer accepts it. Once it is connected again, whatever uses it works again.`
          : promise}
      </p>
    </section>
  )
}
