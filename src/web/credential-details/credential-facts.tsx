import type { ReactNode } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { regionInWords } from '../authenticate/account-words.ts'
import { StatusBadge } from '../authenticate/status-badge.tsx'
import { useNow } from '../ui/use-now.ts'
import { ageInWords, timeInWords } from '../ui/relative-time.ts'
import styles from './credential-facts.module.css'

/** What a credential is: whose, in which state, and since when. */
export function CredentialFacts({ connector, credential }: { connector: Connector; credential: Credential }) {
  const { method, account, status, statusSince, checkedAt, lastUsedAt } = credential
  const now = useNow()
  const age = (time: string) => <Age time={time} now={now} />
  const admin = [account?.adminName, account?.adminEmail].filter(Boolean).join(', ')
  const unknown = checkedAt ? `${connector.name} did not say` : 'Not known before its first check'
  return (
    <dl className={styles['facts']}>
      <Fact name="Status">
        <StatusBadge credential={credential} now={now} />
      </Fact>
      {/* Of the others the badge says it; of this one it says the last check. */}
      {status === 'verified' && <Fact name="Status since">{age(statusSince)}</Fact>}
      <Fact name="Workspace">
        {account?.workspaceName || account?.workspaceId ? (
          <>
            <bdi>{account.workspaceName ?? 'Name not known'}</bdi>
            {account.workspaceId && <code className={styles['code']}>{account.workspaceId}</code>}
          </>
        ) : (
          unknown
        )}
      </Fact>
      <Fact name="Region">{regionInWords(connector, credential, 'name') ?? 'Not confirmed yet'}</Fact>
      <Fact name={`${connector.name} admin`}>{admin ? <bdi>{admin}</bdi> : unknown}</Fact>
      <Fact name="Method">{connector.methods.find(({ id }) => id === method)?.name ?? method}</Fact>
      <Fact name="Owner">
        <bdi>{credential.owner.name}</bdi>
      </Fact>
      <Fact name="Fingerprint">
        <code className={styles['code']}>{credential.fingerprint}</code>
      </Fact>
      <Fact name="Created">{age(credential.createdAt)}</Fact>
      <Fact name="Last changed">{age(credential.updatedAt)}</Fact>
      <Fact name="Last checked">{checkedAt ? age(checkedAt) : 'Never'}</Fact>
      <Fact name="Last used">{lastUsedAt ? age(lastUsedAt) : 'Never'}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Age({ time, now }: { time: string; now: number }) {
  return (
    <time dateTime={time} title={timeInWords(time)}>
      {ageInWords(time, now)}
    </time>
  )
}
