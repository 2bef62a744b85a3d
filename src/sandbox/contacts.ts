import { type AddressableList, toAddressableList } from './addressable-list.ts'
import type { Listed } from './cursor-pages.ts'
import type { Workspace } from './workspace.ts'

/** `contact` of the description. What is of browsers' and devices' doing is filled in for some only. */
export interface Contact extends Listed {
  type: 'contact'
  workspace_id: string
  external_id: string | null
  role: 'user' | 'lead'
  /** Left out where there is none: the description does not have it null. */
  email?: string
  email_domain?: string
  phone: string | null
  name: string | null
  avatar: { type: 'avatar'; image_url: string } | null
  owner_id: string | null
  has_hard_bounced: boolean
  marked_email_as_spam: boolean
  unsubscribed_from_emails: boolean
  updated_at: number
  signed_up_at: number | null
  last_seen_at: number | null
  last_replied_at: number | null
  last_contacted_at: number | null
  last_email_opened_at: number | null
  last_email_clicked_at: number | null
  language_override: string | null
  browser: string | null
  browser_language: string | null
  os: string | null
  custom_attributes: Record<string, unknown>
  tags: AddressableList
  notes: AddressableList
  companies: AddressableList
  location: { type: 'location'; country: string | null; region: string | null; city: string | null }
  social_profiles: { data: { type: 'social_profile'; name: string; url: string }[] }
}

/** A contact of whom nothing is known but its id. */
export function toBlankContact(workspace: Workspace, id: string, now: number): Contact {
  return {
    type: 'contact',
    id,
    workspace_id: workspace.id,
    external_id: null,
    role: 'user',
    phone: null,
    name: null,
    avatar: null,
    owner_id: null,
    has_hard_bounced: false,
    marked_email_as_spam: false,
    unsubscribed_from_emails: false,
    created_at: now,
    updated_at: now,
    signed_up_at: null,
    last_seen_at: null,
    last_replied_at: null,
    last_contacted_at: null,
    last_email_opened_at: null,
    last_email_clicked_at: null,
    language_override: null,
    browser: null,
    browser_language: null,
    os: null,
    custom_attributes: {},
    tags: toContactTags(id, []),
    notes: toAddressableList(`/contacts/${id}/notes`, 'note', '/notes', []),
    companies: toContactCompanies(id, []),
    location: { type: 'location', country: null, region: null, city: null },
    social_profiles: { data: [] },
  }
}

export function toContactTags(id: string, tagIds: readonly string[]): AddressableList {
  return toAddressableList(`/contacts/${id}/tags`, 'tag', '/tags', tagIds)
}

export function toContactCompanies(id: string, companyIds: readonly string[]): AddressableList {
  return toAddressableList(`/contacts/${id}/companies`, 'company', '/companies', companyIds)
}
