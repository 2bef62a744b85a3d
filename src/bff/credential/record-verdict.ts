import type { Principal } from '../access/principal.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { holdCredential, writeStanding } from '../store/credential-secret.ts'
import type { Database } from '../store/database.ts'
import type { CheckSchedule } from '../watch/check-schedule.ts'
import type { StatusChange, StatusChanges } from '../webhook/status-changes.ts'
import { type Confirms, moveStanding } from './standing.ts'
import { toVerdictDetail } from './verdict-detail.ts'

export interface RecordVerdictRequest {
  credentialId: string
  /** Of the secret that was checked. */
  secretVersion: number
  verdict: Verdict
  actor: Principal
  confirms: Confirms
  now: Date
  checkSchedule: CheckSchedule
  statusChanges: StatusChanges
}

/**
 * Moves a credential's standing by what a check found out, leaves an event, and notes the change, all in the caller's
 * transaction. Null when the credential is gone or out of the actor’s sight, or has another secret by now: the verdict speaks
 * of the old one, and nothing is written.
 */
export async function recordVerdict(
  transaction: Database,
  request: RecordVerdictRequest,
): Promise<StatusChange | null> {
  const { credentialId, secretVersion, verdict, actor, confirms, now } = request
  const held = await holdCredential(transaction, actor, { credentialId, secretVersion })
  if (!held) return null
  const before = held.credential
  const { rejectedAt, ...moved } = moveStanding({ ...before, rejectedAt: held.rejectedAt }, verdict, { confirms, now })
  const credential: Credential = { ...before, ...moved }

  // Counted from the first rejection, so that whatever else is rejected meanwhile does not put the second off.
  const isConfirming = verdict.kind === 'rejected' && rejectedAt !== null
  const from = isConfirming ? new Date(rejectedAt) : now
  const checkDueAt = request.checkSchedule({ id: credentialId, verdict, isConfirming, now: from })
  await writeStanding(transaction, credential, { rejectedAt, checkDueAt })

  // What asks by itself asks often while a provider is down, and has found out nothing then.
  const isOutage = verdict.kind === 'throttled' || verdict.kind === 'unreachable'
  if (isOutage && confirms === 'twice') return { credential, statusBefore: before.status }

  const hasMoved = credential.status !== before.status
  await addAuditEvent(transaction, actor, now.toISOString(), {
    action: 'credential.checked',
    connector: credential.connector,
    credentialId,
    detail: { ...toVerdictDetail(verdict), ...(hasMoved && { status: credential.status }) },
  })
  const change = { credential, statusBefore: before.status }
  await request.statusChanges.note(transaction, change)
  return change
}
