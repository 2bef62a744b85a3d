import * as z from 'zod/mini'
import { toAdminList } from '../admins.ts'
import { type Contact, toBlankContact } from '../contacts.ts'
import type { Refusal } from '../error-list.ts'
import { type Asked, isRefusal, parseBody } from './operation.ts'

const optionalTime = z.exactOptional(z.nullable(z.int()))
const optionalText = z.exactOptional(z.nullable(z.string()))

/** `create_contact_request` and `update_contact_request` of the description, which differ in what is required only. */
const writtenSchema = z.object({
  /** Which roles there are, the reference of older versions says. */
  role: z.exactOptional(z.enum(['user', 'lead'])),
  external_id: z.exactOptional(z.string()),
  email: z.exactOptional(z.string()),
  email_verified: z.exactOptional(z.nullable(z.boolean())),
  phone: optionalText,
  name: optionalText,
  avatar: optionalText,
  signed_up_at: optionalTime,
  last_seen_at: optionalTime,
  /** The description has a text, its examples and the client of Intercom's own a number, too. */
  owner_id: z.exactOptional(z.nullable(z.union([z.string(), z.int()]))),
  unsubscribed_from_emails: z.exactOptional(z.nullable(z.boolean())),
  custom_attributes: z.exactOptional(z.nullable(z.record(z.string(), z.unknown()))),
})
type Written = z.output<typeof writtenSchema>

/** A new contact out of what was sent, or why there cannot be one. */
export function makeContact(asked: Asked): Contact | Refusal {
  const written = parseBody(writtenSchema, asked.body)
  if (isRefusal(written)) return written
  // The description wants one of the three; how Intercom says so is a guess.
  if (written.email === undefined && written.external_id === undefined && written.role === undefined) {
    return { error: 'parameter_not_found' }
  }
  const id = Buffer.from(asked.random(12)).toString('hex')
  return apply(written, toBlankContact(asked.workspace, id, asked.now), asked)
}

/** The contact as it will be: what was not sent stays. */
export function changeContact(contact: Contact, asked: Asked): Contact | Refusal {
  const written = parseBody(writtenSchema, asked.body)
  return isRefusal(written) ? written : apply(written, contact, asked)
}

function apply(written: Written, before: Contact, asked: Asked): Contact | Refusal {
  const { email, email_verified, avatar, owner_id, custom_attributes, unsubscribed_from_emails, ...rest } = written
  // The description: a 400. Its code is a guess.
  if (email_verified !== undefined && email === undefined)
    return { error: 'parameter_invalid', field: 'email_verified' }
  const ownerId = owner_id === undefined ? before.owner_id : toText(owner_id)
  if (ownerId !== null && !toAdminList(asked.workspace).admins.some(({ id }) => id === ownerId)) {
    return { error: 'parameter_invalid', message: 'The owner specified is not a member of the workspace' }
  }
  const after: Contact = {
    ...before,
    ...rest,
    ...(email !== undefined && { email, email_domain: email.slice(email.lastIndexOf('@') + 1) }),
    ...(avatar !== undefined && { avatar: avatar === null ? null : { type: 'avatar', image_url: avatar } }),
    owner_id: ownerId,
    unsubscribed_from_emails: unsubscribed_from_emails ?? before.unsubscribed_from_emails,
    // Intercom refuses attributes that nobody has defined. Which ones somebody has, the sandbox does not know.
    custom_attributes: { ...before.custom_attributes, ...custom_attributes },
    updated_at: asked.now,
  }
  return findConflict(after, asked) ?? after
}

/**
 * Two users do not share an external id or an email, says Intercom's reference of older versions, with these messages.
 * That leads may is what integrators tell.
 */
function findConflict(contact: Contact, { records }: Asked): Refusal | undefined {
  const { contacts, archived } = records()
  const collides = (other: Contact) => other.id !== contact.id && isSameUser(contact, other)
  const live = contacts.find(collides)
  if (live) return { error: 'conflict', message: `A contact matching those details already exists with id=${live.id}` }
  const gone = archived.find(collides)
  return (
    gone && {
      error: 'conflict',
      message: `An archived contact matching those details already exists with id=${gone.id}`,
    }
  )
}

function isSameUser(one: Contact, other: Contact): boolean {
  if (one.role !== 'user' || other.role !== 'user') return false
  if (one.external_id !== null && one.external_id === other.external_id) return true
  return one.email !== undefined && one.email.toLowerCase() === other.email?.toLowerCase()
}

function toText(id: string | number | null): string | null {
  return id === null ? null : String(id)
}
