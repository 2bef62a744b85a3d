import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { accountInWords } from '../secret/account-words.ts'
import { WorkspaceName } from '../secret/workspace-name.tsx'
import styles from './old-token.module.css'

type OldTokenProps = {
  connector: Connector
  credential: Credential
  /** Somebody changed the credential, and this is how it stands since. */
  isSecondLook: boolean
}

/** Whose token is replaced, and what becomes of it. */
export function OldToken({ connector, credential, isSecondLook }: OldTokenProps) {
  const words = accountInWords(connector, credential)
  return (
    <section className={styles['old']} aria-label="The token in use">
      <h3 className={styles['title']}>{isSecondLook ? 'The token in use, as it is now' : 'The token in use'}</h3>
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
        It serves until the new one has passed its check and is sealed. Then it is erased.
      </p>
    </section>
  )
}
