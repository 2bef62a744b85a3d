import type { Listed } from './cursor-pages.ts'
import type { Tag } from './tags.ts'
import { draw, oneOf, type Workspace } from './workspace.ts'

const companyCount = 117

/** `company` of the description. */
export interface Company extends Listed {
  type: 'company'
  company_id: string
  app_id: string
  name?: string
  remote_created_at?: number
  updated_at: number
  monthly_spend: number
  session_count: number
  user_count: number
  size?: number
  website?: string
  industry?: string
  plan: { type?: 'plan'; id?: string; name?: string }
  custom_attributes: Record<string, string>
  tags: { type: 'tag.list'; tags: Tag[] }
  segments: { type: 'segment.list'; segments: [] }
}

export function toCompanies(workspace: Workspace): Company[] {
  return Array.from({ length: companyCount }, (_, index) => toCompany(workspace, index))
}

/** A company of a plan, by the plan's name; the description has the request name it, and the answer tell more. */
export function toPlan(name: string): Company['plan'] {
  return { type: 'plan', id: name.toLowerCase().replaceAll(/\W+/gu, '-'), name }
}

function toCompany(workspace: Workspace, index: number): Company {
  const bytes = draw(workspace, 'company', index)
  const createdAt = 1_734_000_000 - index * 86_400
  const name = `${oneOf(firstWords, bytes, 12)} ${oneOf(lastWords, bytes, 13)} ${index + 1}`
  const isPaying = (bytes[14] ?? 0) > 60
  return {
    type: 'company',
    id: bytes.toString('hex', 0, 12),
    company_id: `account-${index + 1}`,
    app_id: workspace.id,
    name,
    remote_created_at: createdAt,
    created_at: createdAt,
    updated_at: createdAt + 3_600,
    monthly_spend: isPaying ? (bytes[14] ?? 0) * 10 : 0,
    session_count: bytes[15] ?? 0,
    user_count: (bytes[16] ?? 0) % 40,
    size: 1 + (bytes[18] ?? 0) * 3,
    website: `https://${name.toLowerCase().replaceAll(' ', '-')}.example`,
    industry: oneOf(['Retail', 'Software', 'Logistics', 'Education'], bytes, 17),
    plan: isPaying ? toPlan(oneOf(['Starter', 'Team', 'Enterprise'], bytes, 19)) : {},
    custom_attributes: {
      account_manager: oneOf(['Ines Moreau', 'Kofi Mensah', 'Mei Tanaka'], bytes, 20),
      ...(isPaying && { renewal_month: oneOf(['January', 'April', 'July', 'October'], bytes, 21) }),
    },
    tags: { type: 'tag.list', tags: [] },
    segments: { type: 'segment.list', segments: [] },
  }
}

const firstWords = ['Alder', 'Basalt', 'Cedar', 'Delta', 'Ember', 'Fjord', 'Garnet', 'Heron'] as const
const lastWords = ['Foods', 'Freight', 'Labs', 'Media', 'Partners', 'Supply', 'Works'] as const
