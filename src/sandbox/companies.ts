import { draw, oneOf, type Workspace } from './workspace.ts'

const companyCount = 23

/** Items of `company_list` of the description. The list's filters (by name, tag, segment) are not imitated. */
export function toCompanies(workspace: Workspace) {
  return Array.from({ length: companyCount }, (_, index) => toCompany(workspace, index))
}

function toCompany(workspace: Workspace, index: number) {
  const bytes = draw(workspace, 'company', index)
  const createdAt = 1_734_000_000 - index * 86_400
  return {
    type: 'company',
    id: bytes.toString('hex', 0, 12),
    company_id: `account-${index + 1}`,
    app_id: workspace.id,
    name: `${oneOf(firstWords, bytes, 12)} ${oneOf(lastWords, bytes, 13)} ${index + 1}`,
    remote_created_at: createdAt,
    created_at: createdAt,
    updated_at: createdAt + 3_600,
    monthly_spend: (bytes[14] ?? 0) * 10,
    session_count: bytes[15] ?? 0,
    user_count: (bytes[16] ?? 0) % 40,
    industry: oneOf(['Retail', 'Software', 'Logistics', 'Education'], bytes, 17),
    plan: {},
    custom_attributes: {},
    tags: { type: 'tag.list', tags: [] },
    segments: { type: 'segment.list', segments: [] },
  }
}

const firstWords = ['Alder', 'Basalt', 'Cedar', 'Delta', 'Ember', 'Fjord', 'Garnet', 'Heron'] as const
const lastWords = ['Foods', 'Freight', 'Labs', 'Media', 'Partners', 'Supply', 'Works'] as const
