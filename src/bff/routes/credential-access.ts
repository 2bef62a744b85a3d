import { type Context, Hono } from 'hono'
import { credentialAccessSchema, granteeKindSchema, handOverSchema, putGrantSchema } from '../../contract/access.ts'
import { comparableIdSchema } from '../../contract/person.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { bodilessChangeRefusals, changeRefusals, describe } from '../http/describe.ts'
import { jsonBody } from '../http/input.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { handOverCredential } from '../sharing/hand-over-credential.ts'
import { shareCredential, type SharingDependencies } from '../sharing/share-credential.ts'
import { unshareCredential } from '../sharing/unshare-credential.ts'
import { type Grantee, listGrants } from '../store/credential-grants.ts'
import { findCredential } from '../store/credentials.ts'

export interface CredentialAccessDependencies extends SharingDependencies {}

/** Who may what with a credential: read, shared, taken back, handed over. */
export function credentialAccessRoutes(dependencies: CredentialAccessDependencies): Hono {
  const { store } = dependencies

  /** As it is after a change, for whoever made it: one who shut themselves out sees nothing of it. */
  async function answerAccess(c: Context): Promise<Response> {
    const principal = c.get('principal')
    const { database } = store.of(principal.tenantId)
    const id = parseId(c.req.param('credential') ?? '')
    const credential = id && (await findCredential(database, principal, id))
    if (!credential) return answerProblem(c, { code: 'not_found' })
    const grants = await listGrants(database, { tenantId: principal.tenantId, credentialId: credential.id })
    return c.json({ owner: credential.owner, grants })
  }

  return new Hono()
    .get(
      endpoints.credentialAccess,
      describe({
        summary: 'Who owns a credential, and with whom it is shared',
        answers: { 200: credentialAccessSchema },
        refusals: ['not_found', 'store_unavailable'],
      }),
      (c) => answerAccess(c),
    )
    .put(
      endpoints.credentialGrant,
      describe({
        summary: 'Shares a credential with a person or a team, or changes what they may',
        answers: { 200: credentialAccessSchema },
        refusals: [...changeRefusals, 'not_found', 'not_permitted'],
      }),
      jsonBody(putGrantSchema),
      async (c) => {
        const credentialId = parseId(c.req.param('credential'))
        const grantee = parseGrantee(c.req.param())
        if (!credentialId || !grantee) return answerProblem(c, { code: 'not_found' })
        const request = { principal: c.get('principal'), credentialId, grantee, ...c.req.valid('json') }
        const refusal = await shareCredential(dependencies, request)
        return refusal ? answerProblem(c, refusal) : answerAccess(c)
      },
    )
    .delete(
      endpoints.credentialGrant,
      describe({
        summary: 'Takes a credential back from a person or a team; whoever has it may leave it',
        answers: { 204: null },
        refusals: [...bodilessChangeRefusals, 'not_found', 'not_permitted'],
      }),
      async (c) => {
        const credentialId = parseId(c.req.param('credential'))
        const grantee = parseGrantee(c.req.param())
        if (!credentialId || !grantee) return answerProblem(c, { code: 'not_found' })
        const refusal = await unshareCredential(dependencies, { principal: c.get('principal'), credentialId, grantee })
        return refusal ? answerProblem(c, refusal) : c.body(null, 204)
      },
    )
    .put(
      endpoints.credentialOwner,
      describe({
        summary: 'Hands a credential over; whoever owned it stays an admin of it',
        answers: { 200: credentialAccessSchema },
        refusals: [...changeRefusals, 'not_found', 'not_permitted'],
      }),
      jsonBody(handOverSchema),
      async (c) => {
        const credentialId = parseId(c.req.param('credential'))
        if (!credentialId) return answerProblem(c, { code: 'not_found' })
        const request = { principal: c.get('principal'), credentialId, ownerId: c.req.valid('json').owner }
        const refusal = await handOverCredential(dependencies, request)
        return refusal ? answerProblem(c, refusal) : answerAccess(c)
      },
    )
}

/** Null for what can be nobody: another kind, or a text that no id has. */
function parseGrantee({ kind, grantee }: { kind: string; grantee: string }): Grantee | null {
  const parsed = granteeKindSchema.safeParse(kind)
  const isId = grantee !== '' && comparableIdSchema.safeParse(grantee).success
  return parsed.success && isId ? { kind: parsed.data, id: grantee } : null
}
