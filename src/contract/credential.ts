import * as z from 'zod/mini'
import { methodSchema } from './connector.ts'
import { accessSchema, comparableIdSchema } from './person.ts'
import { regionChoiceSchema } from './region.ts'
import { descriptionSchema, nameSchema } from './text.ts'
import {
  accountSchema,
  rejectedReasonSchema,
  restrictedReasonSchema,
  timeSchema,
  unreachableReasonSchema,
  verdictSchema,
} from './verdict.ts'

export const idSchema = z.uuid()

/** What a tile shows. `verified` with a reason is a token that works but is restricted. */
export const statusSchema = z.enum(['verified', 'unverified', 'failed'])
export type Status = z.infer<typeof statusSchema>

/** Why a status is what it is: the verdict's reason, or `throttled` for one saved while the provider was busy. */
export const statusReasonSchema = z.union([
  rejectedReasonSchema,
  restrictedReasonSchema,
  unreachableReasonSchema,
  z.literal('throttled'),
])
export type StatusReason = z.infer<typeof statusReasonSchema>

export const ownerSchema = z.object({ id: z.string(), name: z.string() })
export type Owner = z.infer<typeof ownerSchema>

/** A credential as everybody may read it: the secret goes in and never comes out. */
export const credentialSchema = z.object({
  id: idSchema,
  connector: z.string(),
  method: methodSchema,
  name: z.string(),
  description: z.string(),
  region: regionChoiceSchema,
  account: z.nullable(accountSchema),
  status: statusSchema,
  statusReason: z.nullable(statusReasonSchema),
  statusSince: timeSchema,
  /** The last time the provider was asked; null when it never answered. */
  checkedAt: z.nullable(timeSchema),
  /** The first characters of a keyed hash of the secret: tells two apart, and leads to neither. */
  fingerprint: z.string(),
  owner: ownerSchema,
  /** What the asker may do with it (access.ts). */
  access: accessSchema,
  /** How many sources and destinations use it. */
  usedBy: z.int(),
  createdAt: timeSchema,
  /** The last time a person changed it. A check does not. */
  updatedAt: timeSchema,
  lastUsedAt: z.nullable(timeSchema),
  /** The strong validator (RFC 9110, 8.8.3) of what people change; goes back in `If-Match`. */
  etag: z.string(),
})
export type Credential = z.infer<typeof credentialSchema>

/** The secret's fields by the connector's own names; the connector says which there are. */
export const secretInputSchema = z.record(z.string(), z.string())

/** `POST /api/credentials/check`: asks the provider, stores nothing. */
export const checkSecretSchema = z.strictObject({
  connector: z.string(),
  method: z._default(methodSchema, 'access_token'),
  region: z._default(regionChoiceSchema, 'auto'),
  secret: secretInputSchema,
})
export type CheckSecret = z.input<typeof checkSecretSchema>

/** Another credential, as far as it has to be named. */
export const namedCredentialSchema = z.object({ id: idSchema, name: z.string() })
export type NamedCredential = z.infer<typeof namedCredentialSchema>

/** What is worth knowing before a secret is saved: the verdict, and who has the secret or its workspace already. */
export const checkedSecretSchema = z.intersection(
  verdictSchema,
  z.object({
    /** The credential that has this very secret. */
    existing: z.optional(namedCredentialSchema),
    /** Up to ten credentials whose secrets belong to the same workspace. It may be meant. */
    sameWorkspace: z.array(namedCredentialSchema),
  }),
)
export type CheckedSecret = z.infer<typeof checkedSecretSchema>

/** `POST /api/credentials`: the check comes first, whatever the two `accept…` say. */
export const createCredentialSchema = z.extend(checkSecretSchema, {
  name: nameSchema,
  description: z._default(descriptionSchema, ''),
  /** Save although the provider could not be asked. */
  acceptUnverified: z._default(z.boolean(), false),
  /** Save although a scope or the plan is missing. */
  acceptRestricted: z._default(z.boolean(), false),
})
export type CreateCredential = z.input<typeof createCredentialSchema>

/** The same for a token that the provider itself gave: the authorization holds it, and is used up by what is saved. */
export const createAuthorizedCredentialSchema = z.strictObject({
  connector: z.string(),
  method: z.literal('oauth'),
  /** Its id. One that is expired, used or somebody else's is `invalid_value` at `/authorization`. */
  authorization: idSchema,
  name: nameSchema,
  description: z._default(descriptionSchema, ''),
  acceptUnverified: z._default(z.boolean(), false),
  acceptRestricted: z._default(z.boolean(), false),
})
export type CreateAuthorizedCredential = z.input<typeof createAuthorizedCredentialSchema>

/** `PATCH /api/credentials/{id}`: what is left out stays as it is. */
export const editCredentialSchema = z.strictObject({
  name: z.optional(nameSchema),
  description: z.optional(descriptionSchema),
})
export type EditCredential = z.input<typeof editCredentialSchema>

/** `PUT /api/credentials/{id}/secret`: the old secret serves until the new one has passed its check and is sealed. */
export const replaceSecretSchema = z.strictObject({
  method: z._default(methodSchema, 'access_token'),
  region: z._default(regionChoiceSchema, 'auto'),
  secret: secretInputSchema,
  /** Replace although a scope or the plan is missing. */
  acceptRestricted: z._default(z.boolean(), false),
  /** Replace although the new secret belongs to another workspace, or does not say to which. */
  acceptAccountChange: z._default(z.boolean(), false),
})
export type ReplaceSecret = z.input<typeof replaceSecretSchema>

/** The same by the token that an authorization for this credential holds. */
export const reconnectCredentialSchema = z.strictObject({
  method: z.literal('oauth'),
  authorization: idSchema,
  acceptRestricted: z._default(z.boolean(), false),
  acceptAccountChange: z._default(z.boolean(), false),
})
export type ReconnectCredential = z.input<typeof reconnectCredentialSchema>

/**
 * `DELETE /api/credentials/{id}`. Of one that was connected by OAuth the provider's installation goes with it, unless it is
 * to be kept: its token then never works again, a restored credential has to be connected anew.
 */
export const deleteCredentialSchema = z.strictObject({
  keepInstallation: z._default(
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((text) => text === 'true'),
    ),
    false,
  ),
})

export const pageLimitSchema = z._default(
  z.pipe(
    z.string().check(z.regex(/^\d{1,9}$/u, 'invalid_value')),
    z.pipe(z.transform(Number), z.int().check(z.minimum(1, 'out_of_range'), z.maximum(100, 'out_of_range'))),
  ),
  50,
)

/** `status`: what needs somebody first (failed, unverified, verified), the newest of each first. */
export const credentialSortSchema = z.enum(['-createdAt', 'name', 'status', '-lastUsedAt'])
export type CredentialSort = z.infer<typeof credentialSortSchema>

/** What rows are compared with. No row holds a NUL, and PostgreSQL does not even compare with one. */
const comparableSchema = z.string().check(
  z.maxLength(200, 'too_long'),
  z.refine((text) => !text.includes('\0'), 'control_character'),
)

/** Words that a search may have: it looks for each of them in every row. */
export const SEARCH_WORDS = 8

const searchSchema = comparableSchema.check(
  z.refine((text) => text.trim().split(/\s+/u).length <= SEARCH_WORDS, 'too_long'),
)

const cursorSchema = z.string().check(z.maxLength(1_000, 'too_long'))

/** `GET /api/credentials`: a value out of range is refused, never clamped. */
export const listCredentialsSchema = z.strictObject({
  connector: z.optional(comparableSchema),
  /** Words, every one of which a name, a description or a workspace must contain. */
  q: z.optional(searchSchema),
  status: z.optional(statusSchema),
  region: z.optional(regionChoiceSchema),
  /** An owner's id. */
  owner: z.optional(comparableIdSchema),
  sort: z._default(credentialSortSchema, '-createdAt'),
  cursor: z.optional(cursorSchema),
  limit: pageLimitSchema,
})
export type ListCredentials = z.output<typeof listCredentialsSchema>

export const credentialPageSchema = z.object({
  credentials: z.array(credentialSchema),
  nextCursor: z.nullable(z.string()),
  total: z.int(),
  /** True where counting stopped: there are `total` or more. */
  totalIsAtLeast: z.boolean(),
})
export type CredentialPage = z.infer<typeof credentialPageSchema>

/** `GET /api/credential-owners`: those whose credentials there are, by name. */
export const listOwnersSchema = z.strictObject({ connector: z.optional(comparableSchema) })
export const ownerListSchema = z.object({ owners: z.array(z.extend(ownerSchema, { credentials: z.int() })) })
export type OwnerList = z.infer<typeof ownerListSchema>

/** Gone from sight, and to be had back until {@link DeletedCredential.erasedAt}. */
export const deletedCredentialSchema = z.extend(credentialSchema, {
  deletedAt: timeSchema,
  deletedBy: ownerSchema,
  /** When it will be erased for good. */
  erasedAt: timeSchema,
})
export type DeletedCredential = z.infer<typeof deletedCredentialSchema>

/** What became of the provider's installation when a credential was deleted that it gave the token of. */
export const uninstallationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uninstalled') }),
  /** `chosen`: the person wanted so. `used`: another credential works by the same installation. */
  z.object({ kind: z.literal('kept'), reason: z.enum(['chosen', 'used']) }),
  /** It may still be there: the provider could not be asked, or did not do it. */
  z.object({
    kind: z.literal('failed'),
    reason: z.union([unreachableReasonSchema, z.enum(['rejected', 'throttled'])]),
  }),
])
export type Uninstallation = z.infer<typeof uninstallationSchema>

/** The answer to a deletion; `uninstallation` is null where there was nothing to uninstall. */
export const justDeletedCredentialSchema = z.extend(deletedCredentialSchema, {
  uninstallation: z.nullable(uninstallationSchema),
})
export type JustDeletedCredential = z.infer<typeof justDeletedCredentialSchema>

/** `GET /api/deleted-credentials`: the last deleted first. */
export const listDeletedCredentialsSchema = z.strictObject({
  connector: z.optional(comparableSchema),
  cursor: z.optional(cursorSchema),
  limit: pageLimitSchema,
})
export type ListDeletedCredentials = z.output<typeof listDeletedCredentialsSchema>

export const deletedCredentialPageSchema = z.object({
  credentials: z.array(deletedCredentialSchema),
  nextCursor: z.nullable(z.string()),
})
export type DeletedCredentialPage = z.infer<typeof deletedCredentialPageSchema>
