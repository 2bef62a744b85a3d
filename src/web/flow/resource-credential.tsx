import { Link } from 'wouter'
import type { ListedResource } from '../../contract/listed-resource.ts'
import { Badge, type Tone } from '../authenticate/badge.tsx'
import { statusInWords } from '../authenticate/status-words.ts'
import { detailsHref, type OverEntry } from '../credential-details/open-details.ts'
import { timeInWords } from '../ui/relative-time.ts'
import styles from './resource-credential.module.css'

/** The credential that a resource uses: a link to its details, and whether it works. Where it does not, why. */
export function ResourceCredential({ credential, now }: { credential: ListedResource['credential']; now: number }) {
  const { tone, words } = inShort(credential, now)
  return (
    <span className={styles['credential']}>
      <Link href={detailsHref(credential.id)} state={{ isOverEntry: true } satisfies OverEntry}>
        <bdi>{credential.name}</bdi>
      </Link>
      <Badge tone={tone}>
        <span title={`Since ${timeInWords(credential.statusSince)}`}>{words}</span>
      </Badge>
    </span>
  )
}

/** Only what is wrong needs its reason here, and since when. */
function inShort(credential: ListedResource['credential'], now: number): { tone: Tone; words: string } {
  switch (credential.status) {
    case 'failed':
      return statusInWords({ ...credential, checkedAt: null }, now)
    case 'unverified':
      return { tone: 'unchecked', words: 'Not checked yet' }
    case 'verified':
      // The contract: verified with a reason is a token that works but is restricted.
      return credential.statusReason ? { tone: 'limited', words: 'Limited' } : { tone: 'verified', words: 'Verified' }
  }
}
