import * as z from 'zod/mini'
import { type Company, toPlan } from '../companies.ts'
import type { Refusal } from '../error-list.ts'
import { addRecord } from '../workspace-records.ts'
import { toListReply } from './list.ts'
import { type Asked, isRefusal, type Operation, parseBody, type Reply } from './operation.ts'

export const companyOperations: Operation[] = [
  { method: 'GET', path: '/companies', answer: listCompanies },
  {
    method: 'GET',
    path: '/companies/{company_id}',
    answer({ records, variables: [id] }) {
      const company = records().companies.find((each) => each.id === id)
      return company ? { body: company } : { error: 'company_not_found' }
    },
  },
  { method: 'POST', path: '/companies', answer: saveCompany },
]

/** `create_or_update_company_request` of the description. */
const companySchema = z.strictObject({
  company_id: z.exactOptional(z.string()),
  name: z.exactOptional(z.string()),
  plan: z.exactOptional(z.string()),
  size: z.exactOptional(z.int()),
  website: z.exactOptional(z.string()),
  industry: z.exactOptional(z.string()),
  custom_attributes: z.exactOptional(z.record(z.string(), z.string())),
  remote_created_at: z.exactOptional(z.int()),
  update_last_request_at: z.exactOptional(z.boolean()),
  monthly_spend: z.exactOptional(z.int()),
})

/** By name or by an id of one's own: the list of those. The description's other filters are not imitated. */
function listCompanies({ records, query }: Asked): Reply | Refusal {
  const [name, companyId] = [query.get('name'), query.get('company_id')]
  const all = records().companies
  if (name === null && companyId === null) return toListReply({ type: 'list', key: 'data' }, all, query, 15)
  const found = all.filter(
    (each) => (name === null || each.name === name) && (companyId ?? each.company_id) === each.company_id,
  )
  return found.length > 0
    ? toListReply({ type: 'list', key: 'data' }, found, query, 15)
    : { error: 'company_not_found' }
}

/** At Intercom a company shows only once somebody belongs to it; here at once. */
function saveCompany({ workspace, records, body, now, random }: Asked): Reply | Refusal {
  const stray =
    body instanceof Object ? Object.keys(body).find((name) => !Object.hasOwn(companySchema.shape, name)) : undefined
  if (stray !== undefined) return { error: 'bad_request', message: `bad '${stray}' parameter` }
  const sent = parseBody(companySchema, body)
  if (isRefusal(sent)) return sent
  // Nothing is required, says the description. Without it there is nothing to find a company by: a guess.
  if (sent.company_id === undefined) return { error: 'parameter_not_found', message: 'company not specified' }
  const { plan, custom_attributes, update_last_request_at: _, ...rest } = sent
  const { companies } = records()
  const known = companies.find((each) => each.company_id === sent.company_id)
  const before = known ?? toBlankCompany(workspace.id, Buffer.from(random(12)).toString('hex'), sent.company_id, now)
  const company = Object.assign(before, {
    ...rest,
    ...(plan !== undefined && { plan: toPlan(plan) }),
    custom_attributes: { ...before.custom_attributes, ...custom_attributes },
    updated_at: now,
  })
  if (!known) addRecord(companies, company)
  return { body: company }
}

function toBlankCompany(appId: string, id: string, companyId: string, now: number): Company {
  return {
    type: 'company',
    id,
    company_id: companyId,
    app_id: appId,
    created_at: now,
    updated_at: now,
    monthly_spend: 0,
    session_count: 0,
    user_count: 0,
    plan: {},
    custom_attributes: {},
    tags: { type: 'tag.list', tags: [] },
    segments: { type: 'segment.list', segments: [] },
  }
}
