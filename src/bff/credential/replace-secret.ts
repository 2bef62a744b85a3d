import type { Principal } from '../access/principal.ts'
import type { Method } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { Verdict } from '../../contract/verdict.ts'
import type { SecretFields } from '../connectors/connector.ts'
import { getConnector } from '../connectors/registry.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { findBySecret } from '../store/credential-conflicts.ts'
import {
  findSealedCredential,
  holdCredential,
  type SealedCredential,
  writeReplacedSecret,
} from '../store/credential-secret.ts'
import { findCredential } from '../store/credentials.ts'
import { checkCredential, type CheckCredentialDependencies } from './check-credential.ts'
import type { RecentVerdicts } from './recent-verdicts.ts'
import { refuse } from './refuse.ts'
import { refuseWithoutRight } from './refuse-without-right.ts'
import { refuseReplacement, toReplacementDetail } from './refuse-replacement.ts'
import { toStanding } from './standing.ts'

export interface ReplaceSecretDependencies extends CheckCredentialDependencies {
  recentVerdicts: RecentVerdicts
}

export interface ReplaceSecretRequest {
  principal: Principal
  credentialId: string
  /** Whether the asker's condition holds for the credential's entity tag. */
  matches(etag: string): boolean
  method: Method
  region: RegionChoice
  secret: SecretFields
  acceptRestricted: boolean
  acceptAccountChange: boolean
  signal: AbortSignal
}

/**
 * Puts another secret in the place of a credential's. It is checked first, whatever is accepted; the old one is what
 * opens and serves until one update makes it the new one, and is then erased.
 */
export async function replaceSecret(
  dependencies: ReplaceSecretDependencies,
  request: ReplaceSecretRequest,
): Promise<Credential | Refusal> {
  const { store, vault, check, recentVerdicts, clock } = dependencies
  const { principal, credentialId, matches, secret, region, signal } = request
  const { tenantId } = principal
  const old = await findSealedCredential(store.of(tenantId).database, principal, credentialId)
  if (!old) return { code: 'not_found' }
  const notPermitted = refuseHere(principal, old.credential)
  if (notPermitted) return notPermitted
  const { connector } = old.credential
  const secretHash = vault.hash(secret, { tenantId, connector })
  // Before the condition: it may be the asker's own replacement, whose answer was lost (RFC 9110, 13.1.1).
  if (secretHash === old.secretHash && (region === 'auto' || region === old.credential.region)) {
    const checked = await checkSame(dependencies, request)
    if (region !== 'auto' || !mayBeElsewhere(checked)) return checked
  }
  if (!matches(old.credential.etag)) return { code: 'changed_meanwhile' }
  const duplicate = await findDuplicate(dependencies, request, { connector, secretHash })
  if (duplicate) return duplicate

  const verdict =
    recentVerdicts.take({ secretHash, region }) ??
    (await check({ definition: getConnector(connector), secret, region, signal }))
  signal.throwIfAborted()
  const refusal = refuseReplacement(old.credential.account, verdict, request)
  if (refusal) {
    // What is confirmed next is this very verdict.
    recentVerdicts.keep({ secretHash, region }, verdict)
    const detail = toReplacementDetail(old.credential.account, verdict)
    const event = { action: 'secret.replacement_refused', outcome: 'refused', connector, credentialId, detail } as const
    await store.of(tenantId).write((transaction) => addAuditEvent(transaction, principal, clock().toISOString(), event))
    return refusal
  }
  const secretVersion = old.secretVersion + 1
  const sealedSecret = await vault.seal(secret, { tenantId, credentialId, version: secretVersion })
  const replacement = { secretHash, secretVersion, sealedSecret, verdict }
  const replaced = await putInPlace(dependencies, request, old, replacement)
  if (!('code' in replaced)) await store.scrub([old.sealedSecret])
  return replaced
}

/**
 * The secret that is there already needs no replacing: to bring it again is to ask whether it still works. In another
 * region it does: one that was saved unchecked may be in the wrong one, and could not leave it otherwise.
 */
async function checkSame(
  dependencies: ReplaceSecretDependencies,
  request: ReplaceSecretRequest,
): Promise<Credential | Refusal> {
  const verdict = await checkCredential(dependencies, request)
  if ('code' in verdict) return verdict
  const refusal = refuse(verdict, { acceptUnverified: false, acceptRestricted: true })
  if (refusal) return refusal
  const { principal, credentialId } = request
  const checked = await findCredential(dependencies.store.of(principal.tenantId).database, principal, credentialId)
  return checked ?? { code: 'not_found' }
}

function mayBeElsewhere(checked: Credential | Refusal): boolean {
  return (
    'code' in checked && checked.verdict?.kind === 'rejected' && checked.verdict.reason === 'invalid_or_other_region'
  )
}

/** The update with its event, or neither; whoever else changed the credential or took the secret meanwhile was first. */
async function putInPlace(
  dependencies: ReplaceSecretDependencies,
  request: ReplaceSecretRequest,
  old: SealedCredential,
  replacement: Pick<SealedCredential, 'sealedSecret' | 'secretVersion' | 'secretHash'> & { verdict: Verdict },
): Promise<Credential | Refusal> {
  const { store, checkSchedule, statusChanges, clock } = dependencies
  const { principal, credentialId, matches, method, region } = request
  const { tenantId } = principal
  const { connector } = old.credential
  const { verdict, secretHash } = replacement
  const date = clock()
  const now = date.toISOString()
  const standing = toStanding(verdict, region, now)
  const checkDueAt = checkSchedule({ id: credentialId, verdict, now: date })

  const replaced = await store
    .of(tenantId)
    .write(async (transaction) => {
      const held = await holdCredential(transaction, principal, { credentialId, secretVersion: old.secretVersion })
      if (!held) return null
      // What was taken from them while the provider was asked is theirs no longer.
      const refusal = refuseHere(principal, held.credential)
      if (refusal) return refusal
      if (!matches(held.credential.etag)) return null
      await writeReplacedSecret(transaction, held, { ...replacement, method, standing, checkDueAt, now })
      const detail = { ...toReplacementDetail(old.credential.account, verdict), status: standing.status }
      const event = { action: 'secret.replaced', connector, credentialId, detail } as const
      await addAuditEvent(transaction, principal, now, event)
      const credential = await findCredential(transaction, principal, credentialId)
      if (credential) await statusChanges.note(transaction, { statusBefore: held.credential.status, credential })
      return credential
    })
    .catch(async (error: unknown): Promise<Refusal> => {
      const duplicate = await findDuplicate(dependencies, request, { connector, secretHash })
      if (duplicate) return duplicate
      throw error
    })
  if (replaced) return replaced
  const isThere = await findCredential(store.of(tenantId).database, principal, credentialId)
  return { code: isThere ? 'changed_meanwhile' : 'not_found' }
}

function refuseHere({ role }: Principal, { access, owner }: Credential): Refusal | null {
  return refuseWithoutRight('replace', { role, access, ownerName: owner.name })
}

/** Another credential that has the secret; named where the asker sees it. */
async function findDuplicate(
  { store }: ReplaceSecretDependencies,
  { principal, credentialId }: ReplaceSecretRequest,
  secret: { connector: string; secretHash: string },
): Promise<Refusal | null> {
  const found = await findBySecret(store.of(principal.tenantId).database, principal, secret)
  if (!found || found.id === credentialId) return null
  return { code: 'duplicate_credential', ...(found.existing && { existing: found.existing }) }
}
