import * as z from 'zod/mini'
import type { Contact } from '../contacts.ts'
import type { Refusal } from '../error-list.ts'

const scalarSchema = z.union([z.string(), z.int(), z.boolean()])
type Scalar = z.infer<typeof scalarSchema>

const singleSchema = z.object({
  field: z.string(),
  operator: z.enum(['=', '!=', 'IN', 'NIN', '<', '<=', '>', '>=', '~', '!~', '^', '$']),
  value: z.nullable(z.union([scalarSchema, z.array(z.union([z.string(), z.int()]))])),
})
type SingleFilter = z.infer<typeof singleSchema>
export type SearchFilter = SingleFilter | { operator: 'AND' | 'OR'; value: SearchFilter[] }

const mostInGroup = 15
/** A group within a group, and no further. */
const mostNested = 2

/** The description's limits: fifteen filters a group, two groups deep. */
export const searchFilterSchema: z.ZodMiniType<SearchFilter> = groupsOf(mostNested)

function groupsOf(depth: number): z.ZodMiniType<SearchFilter> {
  if (depth === 0) return singleSchema
  const inner = z.array(groupsOf(depth - 1)).check(z.maxLength(mostInGroup))
  return z.union([singleSchema, z.object({ operator: z.enum(['AND', 'OR']), value: inner })])
}

type FieldType = 'string' | 'boolean' | 'date' | 'tag' | 'custom'

const text = ['=', '!=', 'IN', 'NIN', '~', '!~', '^', '$']

/** The description's table. What an attribute of one's own is, it does not say: text there, and numbers elsewhere. */
const operators: Record<FieldType, readonly string[]> = {
  string: text,
  boolean: ['=', '!=', 'IN', 'NIN'],
  date: ['=', '<', '>'],
  tag: ['=', '!='],
  custom: [...text, '<', '<=', '>', '>='],
}

/** The fields of the description that a contact here can have. */
const fieldTypes = new Map<string, FieldType>([
  ...toTypes('string', ['id', 'role', 'name', 'owner_id', 'email', 'email_domain', 'phone', 'external_id', 'os']),
  ...toTypes('string', ['language_override', 'browser', 'browser_language']),
  ...toTypes('string', ['location.country', 'location.region', 'location.city']),
  ...toTypes('boolean', ['unsubscribed_from_emails', 'marked_email_as_spam', 'has_hard_bounced']),
  ...toTypes('date', ['created_at', 'updated_at', 'signed_up_at', 'last_seen_at', 'last_replied_at']),
  ...toTypes('date', ['last_contacted_at', 'last_email_opened_at', 'last_email_clicked_at']),
  ...toTypes('tag', ['tag_id']),
])

/** Whether it is one of those searched for. How Intercom refuses a field or an operator is a guess. */
export function matchContact(filter: SearchFilter, contact: Contact): boolean | Refusal {
  if ('field' in filter) return matchSingle(filter, contact)
  const matches = filter.value.map((each) => matchContact(each, contact))
  const refusal = matches.find((match) => typeof match !== 'boolean')
  if (refusal !== undefined) return refusal
  return filter.operator === 'AND' ? matches.every(Boolean) : matches.some(Boolean)
}

/** By the name that a search has for it: `location.country`, `custom_attributes.plan`. */
export function readField(contact: Contact, field: string): unknown {
  let value: unknown = contact
  for (const name of field.split('.', 2)) {
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : null
  }
  return value
}

function matchSingle({ field, operator, value }: SingleFilter, contact: Contact): boolean | Refusal {
  const type = field.startsWith('custom_attributes.') ? 'custom' : fieldTypes.get(field)
  const isList = operator === 'IN' || operator === 'NIN'
  if (type === undefined) return { error: 'parameter_invalid', field }
  if (!operators[type].includes(operator) || isList !== Array.isArray(value)) {
    return { error: 'parameter_invalid', field: 'operator' }
  }
  const wanted = Array.isArray(value) ? value : [value]
  if (type === 'tag') {
    return wanted.some((id) => contact.tags.data.some((tag) => tag.id === String(id))) === (operator === '=')
  }
  if (type === 'date') {
    const day = toDay(value)
    if (day === undefined) return { error: 'parameter_invalid', field }
    const actual = toDay(readField(contact, field))
    return actual !== undefined && (operator === '=' ? actual === day : operator === '<' ? actual < day : actual > day)
  }
  return matchValue(readField(contact, field), operator, wanted)
}

/** Capitals count for nothing: a guess. Null is what is not there. */
function matchValue(actual: unknown, operator: string, wanted: (Scalar | null)[]): boolean {
  const [left, right] = [foldCase(actual), foldCase(wanted[0] ?? null)]
  const isEqual = wanted.some((each) => foldCase(each) === left)
  switch (operator) {
    case '=':
    case 'IN':
      return isEqual
    case '!=':
    case 'NIN':
      return !isEqual
    case '~':
      return left.includes(right)
    case '!~':
      return !left.includes(right)
    case '^':
      return left.startsWith(right)
    case '$':
      return left.endsWith(right)
    default:
      return typeof actual === 'number' && isInOrder(actual, operator, Number(right))
  }
}

function isInOrder(actual: number, operator: string, wanted: number): boolean {
  if (operator.startsWith('<')) return actual < wanted || (operator === '<=' && actual === wanted)
  return actual > wanted || (operator === '>=' && actual === wanted)
}

/** For comparison; empty for what is no text, number, yes or no. */
export function foldCase(value: unknown): string {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isScalar ? String(value).toLowerCase() : ''
}

/** Days since 1970: the description has times compared by day, in the workspace's time zone. Here it is UTC for all. */
function toDay(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.floor(seconds / 86_400) : undefined
}

function toTypes(type: FieldType, fields: readonly string[]): [string, FieldType][] {
  return fields.map((field) => [field, type])
}
