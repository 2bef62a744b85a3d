import type { CheckedSecret } from '../../contract/credential.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { findBySecret, findByWorkspace } from '../store/credential-conflicts.ts'
import type { Database } from '../store/database.ts'
import type { Principal } from '../access/principal.ts'

/** Of a secret: which credentials that the asker sees have it, or another of its workspace, already. */
export async function findKin(
  database: Database,
  principal: Principal,
  {
    connector,
    secretHash,
    verdict,
    exceptId = null,
  }: {
    connector: string
    secretHash: string
    verdict: Verdict
    /** The credential that the secret is meant for. */
    exceptId?: string | null
  },
): Promise<Pick<CheckedSecret, 'existing' | 'sameWorkspace'>> {
  const found = await findBySecret(database, principal, { connector, secretHash })
  const duplicate = found?.id === exceptId ? null : found
  const workspaceId = verdict.kind === 'accepted' ? verdict.account?.workspaceId : null
  const sameWorkspace = workspaceId
    ? await findByWorkspace(
        database,
        principal,
        { connector, workspaceId },
        { exceptId: duplicate?.id ?? exceptId ?? undefined },
      )
    : []
  return { ...(duplicate?.existing && { existing: duplicate.existing }), sameWorkspace }
}
