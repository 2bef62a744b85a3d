import * as z from 'zod/mini'
import { idSchema, statusReasonSchema, statusSchema } from './credential.ts'
import { tenantRoleSchema } from './person.ts'
import { regionChoiceSchema } from './region.ts'
import { resourceKindSchema } from './resource-kind.ts'
import { nameSchema } from './text.ts'
import { accountSchema, timeSchema } from './verdict.ts'

/** An id that a host gives: 1 to 255 characters that can be seen, none of them white space at an end. */
export const hostIdSchema = z
  .string()
  .check(
    z.minLength(1, 'required'),
    z.maxLength(255, 'too_long'),
    z.regex(/^[^\p{C}\p{Z}](?:[^\p{C}]*[^\p{C}\p{Z}])?$/u, 'invalid_value'),
  )

/** `POST /v1/sessions`, by a host's server with its key: who is about to be shown the screen, and what they may. */
export const createHostSessionSchema = z.strictObject({
  tenant: hostIdSchema,
  /** What begins with `latchkey:` is Latchkey itself, which acts as nobody's user. */
  user: z.strictObject({
    id: hostIdSchema.check(z.refine((id) => !id.startsWith('latchkey:'), 'invalid_value')),
    name: nameSchema,
  }),
  role: z._default(tenantRoleSchema, 'member'),
  teams: z._default(z.array(hostIdSchema).check(z.maxLength(100, 'too_long')), []),
  /** The connectors to choose from; all that the key is for, where it is left out. */
  connectors: z.optional(z.array(z.string()).check(z.minLength(1, 'required'), z.maxLength(100, 'too_long'))),
  /** What a credential is chosen for. */
  purpose: resourceKindSchema,
  /** Of the page that will show the frame, exact: `https://app.example.com`. One of the key's. */
  origin: z.string().check(z.maxLength(300, 'too_long')),
})

/** 201. The token opens one session, once, for the named page, within five minutes. It is not shown again. */
export const hostSessionSchema = z.object({
  /** Of the session that the token opens: what `DELETE /v1/sessions/{id}` ends, whether it was opened or not. */
  id: idSchema,
  token: z.string(),
  expiresAt: timeSchema,
})
export type HostSession = z.infer<typeof hostSessionSchema>

/** `GET /v1/tenants/{tenant}/credentials/{credential}`: whether what a page was told of is there, and is this tenant's. */
export const hostCredentialSchema = z.object({
  id: idSchema,
  name: z.string(),
  connector: z.string(),
  region: regionChoiceSchema,
  status: statusSchema,
  statusReason: z.nullable(statusReasonSchema),
  account: z.nullable(accountSchema),
  createdAt: timeSchema,
})
export type HostCredential = z.infer<typeof hostCredentialSchema>
