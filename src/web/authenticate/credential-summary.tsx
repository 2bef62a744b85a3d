import { CircleUserRound } from 'lucide-react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { fullWorkspaceInWords, regionInWords, workspaceInWords } from './account-words.ts'
import styles from './credential-summary.module.css'
import { StatusBadge } from './status-badge.tsx'

/** What of a summary names it, and what describes it, for a control that stands for it. */
export function summaryIds(credential: Credential) {
  const name = `name-${credential.id}`
  const parts = ['workspace', 'status', 'owner', 'description'] as const
  return { name, described: parts.map((part) => `${part}-${credential.id}`).join(' ') }
}

type CredentialSummaryProps = { connector: Connector; credential: Credential; now: number }

/** What is worth knowing of a credential before it is used: inside a tile, or on a card. */
export function CredentialSummary({ connector, credential, now }: CredentialSummaryProps) {
  const { id, name, description, owner } = credential
  const region = regionInWords(connector, credential, 'shortName') ?? 'Region not confirmed'
  return (
    <div className={styles['summary']}>
      <div className={styles['head']}>
        <ConnectorMark connector={connector.id} />
        <div className={styles['words']}>
          <p className={styles['name']} id={summaryIds(credential).name} dir="auto" title={name}>
            {name}
          </p>
          <p className={styles['workspace']} id={`workspace-${id}`}>
            <bdi title={fullWorkspaceInWords(credential) ?? undefined}>{workspaceInWords(credential)}</bdi> · {region}
          </p>
        </div>
      </div>
      <p className={styles['description']} id={`description-${id}`} dir="auto" title={description || undefined}>
        {description}
      </p>
      <div className={styles['foot']}>
        <StatusBadge credential={credential} now={now} id={`status-${id}`} />
        <span>{usedByInWords(credential.usedBy)}</span>
        <span className={styles['owner']} id={`owner-${id}`} title={`Owner: ${owner.name}`}>
          <CircleUserRound size={14} role="img" aria-label="Owner:" />
          <bdi>{owner.name}</bdi>
        </span>
      </div>
    </div>
  )
}

function usedByInWords(count: number): string {
  if (count === 0) return 'Not used'
  return count === 1 ? '1 data flow' : `${count} data flows`
}
