import * as z from 'zod/mini'
import { ownerSchema } from './credential.ts'
import { type Access, comparableIdSchema, personSchema, type TenantRole, teamSchema } from './person.ts'
import { timeSchema } from './verdict.ts'

/** What one may do with a credential. */
export type CredentialRight = 'use' | 'check' | 'edit' | 'replace' | 'delete' | 'share' | 'handOver'

/**
 * Whether somebody has a right to a credential. BFF and page ask the same table: one refuses by it, the other says why.
 * A collaborator uses a credential for sources and destinations, and sees how it is; an admin changes it, and says who else
 * may; its owner gives it away. So may an admin of the whole tenant: owners leave.
 */
export function hasRight({ access, role }: { access: Access; role: TenantRole }, right: CredentialRight): boolean {
  if (right === 'handOver') return access === 'owner' || role === 'admin'
  return access !== 'collaborator' || right === 'use' || right === 'check'
}

/** Whom a credential is shared with: a person, or everybody of a team. */
export const granteeKindSchema = z.enum(['person', 'team'])
export type GranteeKind = z.infer<typeof granteeKindSchema>

/** What sharing gives. The owner is one. */
export const grantedAccessSchema = z.enum(['admin', 'collaborator'])
export type GrantedAccess = z.infer<typeof grantedAccessSchema>

export const grantSchema = z.object({
  grantee: z.object({ kind: granteeKindSchema, id: z.string(), name: z.string() }),
  access: grantedAccessSchema,
  grantedBy: ownerSchema,
  grantedAt: timeSchema,
})
export type Grant = z.infer<typeof grantSchema>

/** No row holds a NUL, and PostgreSQL does not even compare with one. */
const withoutNul = z.refine<string>((text) => text.isWellFormed() && !text.includes('\0'), 'control_character')

/** `GET /api/credentials/{id}/access`: its owner, and with whom it is shared, the oldest first. What changes it answers it, too. */
export const credentialAccessSchema = z.object({ owner: ownerSchema, grants: z.array(grantSchema) })
export type CredentialAccess = z.infer<typeof credentialAccessSchema>

/** `PUT /api/credentials/{id}/access/{kind}/{grantee}`: shares, or changes what was shared. `DELETE` takes it back: 204. */
export const putGrantSchema = z.strictObject({ access: grantedAccessSchema })

/** `PUT /api/credentials/{id}/owner`: hands it over. Who had it keeps the access of an admin. */
export const handOverSchema = z.strictObject({
  owner: comparableIdSchema.check(z.minLength(1, 'required')),
})

/** `GET /api/people?q=`: those of the tenant that have signed in, and their teams, by name. At most twenty of each. */
export const listPeopleSchema = z.strictObject({
  q: z.optional(z.string().check(z.maxLength(200, 'too_long'), withoutNul)),
})
export const peopleSchema = z.object({ people: z.array(personSchema), teams: z.array(teamSchema) })
export type People = z.infer<typeof peopleSchema>
