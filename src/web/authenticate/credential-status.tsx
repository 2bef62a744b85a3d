import type { Status } from '../../contract/credential.ts'
import type { Resource } from '../../contract/resource.ts'
import { timeInWords } from '../ui/relative-time.ts'
import { Badge, type Tone } from './badge.tsx'

/** The status of a credential that something uses, in short; since when it is so is in its title. */
export function CredentialStatus({ credential }: { credential: Resource['credential'] }) {
  const { status, statusReason, statusSince } = credential
  // The contract: verified with a reason is a token that works but is restricted.
  const isLimited = status === 'verified' && statusReason !== null
  return (
    <Badge tone={isLimited ? 'limited' : tones[status]}>
      <span title={`Since ${timeInWords(statusSince)}`}>{isLimited ? 'Limited' : words[status]}</span>
    </Badge>
  )
}

const tones = { verified: 'verified', unverified: 'unchecked', failed: 'failed' } as const satisfies Record<
  Status,
  Tone
>
const words = { verified: 'Verified', unverified: 'Not checked yet', failed: 'Failed' } satisfies Record<Status, string>
