import type { EventDetail } from '../../contract/credential-event.ts'
import type { Verdict } from '../../contract/verdict.ts'

/** What an event keeps of a verdict. The account stays out: history outlives the credential, and names a person. */
export function toVerdictDetail(verdict: Verdict): Pick<EventDetail, 'verdict' | 'reason' | 'requestId'> {
  return {
    verdict: verdict.kind,
    ...('reason' in verdict && { reason: verdict.reason }),
    ...(verdict.requestId !== undefined && { requestId: verdict.requestId }),
  }
}
