import { toAdminList } from './admins.ts'
import type { Company } from './companies.ts'
import { type Contact, toBlankContact, toContactCompanies, toContactTags } from './contacts.ts'
import type { Tag } from './tags.ts'
import { draw, oneOf, type Workspace } from './workspace.ts'

const contactCount = 137

/** What contacts belong to. */
interface Belongings {
  companies: readonly Company[]
  tags: readonly Tag[]
}

/** The contacts that a workspace has before anybody makes one. */
export function toContacts(workspace: Workspace, belongings: Belongings): Contact[] {
  const owners = toAdminList(workspace).admins.map(({ id }) => id)
  return Array.from({ length: contactCount }, (_, index) => toContact(workspace, index, { ...belongings, owners }))
}

function toContact(
  workspace: Workspace,
  index: number,
  { companies, tags, owners }: Belongings & { owners: readonly string[] },
): Contact {
  const bytes = draw(workspace, 'contact', index)
  const id = bytes.toString('hex', 0, 12)
  const isLead = (bytes[4] ?? 0) < 64
  const name = `${oneOf(givenNames, bytes, 5)} ${oneOf(familyNames, bytes, 6)}`
  const createdAt = 1_734_537_243 - index * 3_600
  const [country, region, city] = oneOf(places, bytes, 11)
  const company = isLead ? undefined : companies[index % companies.length]
  const firstTag = (bytes[14] ?? 0) % tags.length
  return {
    ...toBlankContact(workspace, id, createdAt),
    external_id: isLead ? null : `customer-${index + 1}`,
    role: isLead ? 'lead' : 'user',
    email: `${name.toLowerCase().replace(' ', '.')}.${index + 1}@mail.example`,
    email_domain: 'mail.example',
    phone: (bytes[12] ?? 0) < 90 ? `+1555010${String(index).padStart(4, '0')}` : null,
    name,
    avatar:
      (bytes[13] ?? 0) < 60 ? { type: 'avatar', image_url: `https://mail.example/avatars/${index + 1}.png` } : null,
    owner_id: isLead ? null : (owners[index % owners.length] ?? null),
    unsubscribed_from_emails: (bytes[7] ?? 0) < 32,
    updated_at: createdAt + 1_800,
    signed_up_at: isLead ? null : createdAt,
    last_seen_at: createdAt + 1_800,
    browser: oneOf(['chrome', 'firefox', 'safari'], bytes, 8),
    browser_language: oneOf(['en', 'de', 'fr', 'pt'], bytes, 9),
    os: oneOf(['OS X 14.5', 'Windows 11', 'Linux'], bytes, 10),
    custom_attributes: isLead ? {} : toCustomAttributes(bytes, index),
    tags: toContactTags(id, idsOf(tags.slice(firstTag, firstTag + (index % 4)))),
    companies: toContactCompanies(id, company ? [company.id] : []),
    location: { type: 'location', country, region, city },
    social_profiles: {
      data:
        (bytes[15] ?? 0) < 50
          ? [{ type: 'social_profile', name: 'Mastodon', url: `https://social.example/@customer-${index + 1}` }]
          : [],
    },
  }
}

function idsOf(records: readonly { id: string }[]): string[] {
  return records.map(({ id }) => id)
}

/** Text, numbers, yes and no; and for every third a list of orders, as the description has objects of one's own. */
function toCustomAttributes(bytes: Buffer, index: number): Record<string, unknown> {
  return {
    paid_subscriber: (bytes[16] ?? 0) > 100,
    monthly_spend: (bytes[16] ?? 0) / 2,
    team_mates: (bytes[17] ?? 0) % 12,
    favourite_plan: oneOf(['Starter', 'Team', 'Enterprise'], bytes, 18),
    ...(index % 3 === 0 && { order: { type: 'Order.list', instances: [toOrder(bytes, index)] } }),
  }
}

function toOrder(bytes: Buffer, index: number) {
  return {
    type: 'Order',
    id: String(21 + index),
    external_id: `order-${index + 1}`,
    external_created_at: 1_730_000_000 - index * 7_200,
    custom_attributes: { order_number: `ORDER-${10_000 + index}`, total_amount: `${(bytes[19] ?? 0) + 5}.90` },
  }
}

type Place = [country: string, region: string | null, city: string]

const givenNames = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Esther', 'Farid', 'Grace', 'Hana', 'Ivo', 'Jonas'] as const
const familyNames = ['Abbott', 'Bianchi', 'Costa', 'Dube', 'Eriksen', 'Farrell', 'Garcia', 'Haddad', 'Ito'] as const
const places: readonly [Place, ...Place[]] = [
  ['Ireland', 'Leinster', 'Dublin'],
  ['Portugal', 'Lisboa', 'Lisbon'],
  ['Canada', 'Ontario', 'Toronto'],
  ['Japan', 'Kyoto', 'Kyoto'],
  ['Kenya', null, 'Nairobi'],
]
