import type { Credential } from '../../contract/credential.ts'
import { timeInWords } from '../ui/relative-time.ts'
import { Badge } from './badge.tsx'
import { statusInWords } from './status-words.ts'

/** A credential's status with its reason and its age; the whole time is in its title. */
export function StatusBadge({ credential, now }: { credential: Credential; now: number }) {
  const { tone, words, time } = statusInWords(credential, now)
  return (
    <Badge tone={tone}>
      <time dateTime={time} title={timeInWords(time)}>
        {words}
      </time>
    </Badge>
  )
}
