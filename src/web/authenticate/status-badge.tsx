import { Check, CircleAlert, CircleDashed, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Credential, Status } from '../../contract/credential.ts'
import { timeInWords } from '../ui/relative-time.ts'
import styles from './status-badge.module.css'
import { statusInWords, statusWords, type Tone } from './status-words.ts'

/** A credential's status with its reason and its age; the whole time is in its title. */
export function StatusBadge({ credential, now, id }: { credential: Credential; now: number; id?: string }) {
  const { tone, words, time } = statusInWords(credential, now)
  return (
    <Badge tone={tone}>
      <time id={id} dateTime={time} title={timeInWords(time)}>
        {words}
      </time>
    </Badge>
  )
}

/** A credential's status alone. */
export function CredentialStatus({ status }: { status: Status }) {
  const { tone, words } = statusWords[status]
  return <Badge tone={tone}>{words}</Badge>
}

const icons = { verified: Check, limited: CircleAlert, unchecked: CircleDashed, failed: TriangleAlert }

function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = icons[tone]
  return (
    <span className={`${styles['badge']} ${styles[tone]}`}>
      <Icon size={12} strokeWidth={2.5} aria-hidden />
      {children}
    </span>
  )
}
