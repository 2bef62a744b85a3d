import * as z from 'zod/mini'
import { toContactTags } from '../contacts.ts'
import { toAdmin } from '../admins.ts'
import type { Refusal } from '../error-list.ts'
import type { Tag } from '../tags.ts'
import { addRecord, type WorkspaceRecords } from '../workspace-records.ts'
import { withContact } from './contacts.ts'
import { type Asked, isRefusal, type Operation, parseBody, type Reply } from './operation.ts'

export const tagOperations: Operation[] = [
  // `tag_list` of the description; it has no pages.
  { method: 'GET', path: '/tags', answer: ({ records }) => ({ body: { type: 'list', data: records().tags } }) },
  { method: 'POST', path: '/tags', answer: saveTag },
  {
    method: 'GET',
    path: '/contacts/{contact_id}/tags',
    answer: (asked) =>
      withContact(asked, ({ tags: { data } }, { tags }) => ({
        body: { type: 'list', data: tags.filter(({ id }) => data.some((each) => each.id === id)) },
      })),
  },
  {
    method: 'POST',
    path: '/contacts/{contact_id}/tags',
    answer: (asked) =>
      withContact(asked, (contact, { tags }) => {
        const sent = parseBody(z.object({ id: idSchema }), asked.body)
        if (isRefusal(sent)) return sent
        const tag = tags.find(({ id }) => id === sent.id)
        if (!tag) return { error: 'not_found' }
        const others = contact.tags.data.map(({ id }) => id).filter((id) => id !== tag.id)
        contact.tags = toContactTags(contact.id, [...others, tag.id])
        const appliedBy = { type: 'admin', id: toAdmin(asked.workspace, 0).id }
        return { body: { ...tag, applied_at: asked.now, applied_by: appliedBy } }
      }),
  },
  {
    method: 'DELETE',
    path: '/contacts/{contact_id}/tags/{tag_id}',
    answer: (asked) =>
      withContact(asked, (contact, { tags }) => {
        const tag = tags.find(({ id }) => id === asked.variables[1])
        if (!tag) return { error: 'not_found' }
        const left = contact.tags.data.map(({ id }) => id).filter((id) => id !== tag.id)
        contact.tags = toContactTags(contact.id, left)
        return { body: tag }
      }),
  },
]

/** The description has a text, its examples a number, too. */
const idSchema = z.pipe(
  z.union([z.string(), z.int()]),
  z.transform((id) => String(id)),
)

/**
 * `create_or_update_tag_request`, `tag_company_request`, `untag_company_request` and `tag_multiple_users_request`, which
 * the description tells apart by what is in them.
 */
const tagSchema = z.object({
  id: z.optional(idSchema),
  name: z.optional(z.string()),
  companies: z.optional(
    z.array(
      z.object({ id: z.optional(z.string()), company_id: z.optional(z.string()), untag: z.optional(z.boolean()) }),
    ),
  ),
  users: z.optional(z.array(z.object({ id: z.string() }))),
})

function saveTag(asked: Asked): Reply | Refusal {
  const sent = parseBody(tagSchema, asked.body)
  if (isRefusal(sent) || sent.name === undefined) {
    return { error: 'parameter_invalid', message: 'invalid tag parameters' }
  }
  const records = asked.records()
  const companies = (sent.companies ?? []).map((wanted) => ({
    untag: wanted.untag,
    company: records.companies.find(({ id, company_id }) => id === wanted.id || company_id === wanted.company_id),
  }))
  const users = (sent.users ?? []).map((wanted) => records.contacts.find(({ id }) => id === wanted.id))
  // Who is not there is an example of the description's requests, and no answer to one.
  if (companies.some(({ company }) => !company)) return { error: 'company_not_found' }
  if (users.some((user) => !user)) return { error: 'contact_not_found' }
  const tag = findOrAdd(records, sent.id, sent.name, asked)
  if (!tag) return { error: 'not_found' }

  for (const { company, untag } of companies) {
    if (!company) continue
    const others = company.tags.tags.filter(({ id }) => id !== tag.id)
    company.tags = { type: 'tag.list', tags: untag ? others : [...others, tag] }
  }
  for (const user of users) {
    if (user) user.tags = toContactTags(user.id, [...new Set([...user.tags.data.map(({ id }) => id), tag.id])])
  }
  return {
    body: {
      ...tag,
      ...(sent.users && { users: users.map((user) => ({ id: user?.id, tagged: true })) }),
      ...(sent.companies && {
        companies: companies.map(({ company, untag }) => ({ id: company?.id, tagged: untag !== true })),
      }),
    },
  }
}

/** Undefined where a tag of that id is to be renamed, and is not there. */
function findOrAdd({ tags }: WorkspaceRecords, id: string | undefined, name: string, asked: Asked): Tag | undefined {
  if (id !== undefined) {
    const tag = tags.find((each) => each.id === id)
    return tag && Object.assign(tag, { name })
  }
  const known = tags.find((each) => each.name === name)
  if (known) return known
  const tag: Tag = { type: 'tag', id: String(1_000_000 + Buffer.from(asked.random(4)).readUInt32BE()), name }
  addRecord(tags, tag)
  return tag
}
