import type { Listed } from './cursor-pages.ts'
import { draw, oneOf, type Workspace } from './workspace.ts'

const contactCount = 57

/** Items of `contact_list` of the description. */
export function toContacts(workspace: Workspace) {
  return Array.from({ length: contactCount }, (_, index) => toContact(workspace, index))
}

export function toContact(workspace: Workspace, index: number): Listed & Record<string, unknown> & Person {
  const bytes = draw(workspace, 'contact', index)
  const isLead = (bytes[4] ?? 0) < 64
  const name = `${oneOf(givenNames, bytes, 5)} ${oneOf(familyNames, bytes, 6)}`
  const createdAt = 1_734_537_243 - index * 3_600
  return {
    type: 'contact',
    id: bytes.toString('hex', 0, 12),
    workspace_id: workspace.id,
    external_id: isLead ? null : `customer-${index + 1}`,
    role: isLead ? 'lead' : 'user',
    email: `${name.toLowerCase().replace(' ', '.')}.${index + 1}@mail.example`,
    email_domain: 'mail.example',
    phone: null,
    name,
    owner_id: null,
    has_hard_bounced: false,
    marked_email_as_spam: false,
    unsubscribed_from_emails: (bytes[7] ?? 0) < 32,
    created_at: createdAt,
    updated_at: createdAt + 1_800,
    signed_up_at: isLead ? null : createdAt,
    last_seen_at: createdAt + 1_800,
    last_replied_at: null,
    last_contacted_at: null,
    browser: oneOf(['chrome', 'firefox', 'safari'], bytes, 8),
    browser_language: oneOf(['en', 'de', 'fr', 'pt'], bytes, 9),
    os: oneOf(['OS X 14.5', 'Windows 11', 'Linux'], bytes, 10),
    custom_attributes: {},
    tags: { data: [], total_count: 0, has_more: false },
    notes: { data: [], total_count: 0, has_more: false },
    companies: { data: [], total_count: 0, has_more: false },
    location: {
      type: 'location',
      country: oneOf(['Ireland', 'Portugal', 'Canada'], bytes, 11),
      region: null,
      city: null,
    },
    social_profiles: { data: [] },
  }
}

type Person = { name: string; email: string; external_id: string | null }

const givenNames = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Esther', 'Farid', 'Grace', 'Hana', 'Ivo', 'Jonas'] as const
const familyNames = ['Abbott', 'Bianchi', 'Costa', 'Dube', 'Eriksen', 'Farrell', 'Garcia', 'Haddad', 'Ito'] as const
