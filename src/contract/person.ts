import * as z from 'zod/mini'

/** What one may do with a credential, from most to least: `owner` made it or was handed it. */
export const accessSchema = z.enum(['owner', 'admin', 'collaborator'])
export type Access = z.infer<typeof accessSchema>

/** What one is in a whole tenant: an `admin` has an admin's access to every credential, and reads who did what. */
export const tenantRoleSchema = z.enum(['admin', 'member'])
export type TenantRole = z.infer<typeof tenantRoleSchema>

/** An id to look for. No row holds a NUL, and PostgreSQL does not even compare with one. */
export const comparableIdSchema = z.string().check(
  z.maxLength(255, 'too_long'),
  z.refine((text) => text.isWellFormed() && !text.includes('\0'), 'control_character'),
)

export const personSchema = z.object({ id: z.string(), name: z.string() })
export type Person = z.infer<typeof personSchema>

/** A team is what the identity provider or the host says somebody belongs to. */
export const teamSchema = z.object({ id: z.string(), name: z.string() })
export type Team = z.infer<typeof teamSchema>
