import { CircleUserRound, Users } from 'lucide-react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { workspaceInWords, regionInWords } from './account-words.ts'
import styles from './credential-summary.module.css'
import { StatusBadge } from './status-badge.tsx'
import { lastCheckInWords } from './status-words.ts'

/** What of a summary names it, and what describes it, for a control that stands for it. */
export function summaryIds(credential: Credential) {
  const name = `name-${credential.id}`
  const parts = ['workspace', 'status', 'sharing', 'owner', 'description'] as const
  return { name, described: parts.map((part) => `${part}-${credential.id}`).join(' ') }
}

type CredentialSummaryProps = {
  connector: Connector
  credential: Credential
  /** Of one that is somebody else's: what the person who looks may do with it. */
  sharing?: string | null
  now: number
  /** Leaves two corners to the controls that stand there. */
  hasControls?: boolean
}

/** What is worth knowing of a credential before it is used: inside a tile, or on a card. */
export function CredentialSummary(props: CredentialSummaryProps) {
  const { connector, credential, sharing, now, hasControls = false } = props
  const { id, name, description, owner } = credential
  const lastCheck = lastCheckInWords(credential, now)
  return (
    <div className={hasControls ? `${styles['summary']} ${styles['besideControls']}` : styles['summary']}>
      <div className={styles['head']}>
        <ConnectorMark connector={connector.id} />
        <div className={styles['words']}>
          <p className={styles['name']} id={summaryIds(credential).name} dir="auto" title={name}>
            {name}
          </p>
          <Workspace connector={connector} credential={credential} />
        </div>
      </div>
      <p className={styles['description']} id={`description-${id}`} dir="auto" title={description || undefined}>
        {description}
      </p>
      <div className={styles['foot']}>
        <div className={styles['standing']} id={`status-${id}`}>
          <StatusBadge credential={credential} now={now} />
          {lastCheck && <span>{lastCheck}</span>}
        </div>
        {sharing && (
          <p className={styles['sharing']} id={`sharing-${id}`}>
            <Users size={14} aria-hidden />
            {sharing}
          </p>
        )}
        <p className={styles['use']}>
          <span className={styles['owner']} id={`owner-${id}`} title={`Owner: ${owner.name}`}>
            <CircleUserRound size={14} role="img" aria-label="Owner:" />
            <bdi>{owner.name}</bdi>
          </span>
          <span>· {usedByInWords(credential.usedBy)}</span>
        </p>
      </div>
    </div>
  )
}

function Workspace({ connector, credential }: Pick<CredentialSummaryProps, 'connector' | 'credential'>) {
  const workspace = workspaceInWords(credential)
  const region = regionInWords(connector, credential, 'shortName')
  if (!workspace && !region) {
    return (
      <p className={styles['workspace']} id={`workspace-${credential.id}`}>
        Workspace and region not known
      </p>
    )
  }
  return (
    <p className={styles['workspace']} id={`workspace-${credential.id}`}>
      <bdi title={workspace ?? undefined}>{workspace ?? 'Workspace not known'}</bdi>{' '}
      <span>· {region ?? 'region not known'}</span>
    </p>
  )
}

function usedByInWords(count: number): string {
  if (count === 0) return 'Not used'
  return count === 1 ? '1 data flow' : `${count} data flows`
}
