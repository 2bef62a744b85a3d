import { v7 as uuidv7 } from 'uuid'
import type { NewCredential } from '../src/bff/store/credentials.ts'

/** In a name, a description or a workspace's name of: many of ten thousand credentials, a handful, none. */
export const words = { frequent: 'support', rare: 'quokka', absent: 'zeppelin' } as const

const teams = ['support', 'Sales', 'Onboarding', 'Billing', 'Success', 'Marketing', 'Trust and safety', 'Partners']
const companies = [
  'Acme',
  'Müller & Söhne',
  'Northwind',
  'Umbrella',
  'Société du Nord',
  'Globex',
  'Initech',
  '株式会社ロック',
]
const uses = [
  'Feeds the weekly churn report; fresh every hour.',
  'Read-only. Conversations and tags for the support dashboard, kept for two years.',
  '',
  'Contacts into the warehouse each night. Ask the data team before you change it: three models hang on it.',
]
const owners = ['Ada', 'Grace', 'Linus', 'Margaret', 'Edsger'].map((name) => ({ id: name.toLowerCase(), name }))
const regions = ['us', 'us', 'us', 'eu', 'eu', 'au'] as const
const firstAt = Date.parse('2026-01-01T00:00:00Z')

/** Long after every bench: what is filled in opens no seal, so the watch must not come for it. */
const NEVER_DUE = '9999-01-01T00:00:00.000Z'

/** The row's place decides all of it: two stores filled alike differ in their sizes alone. */
export function makeRealisticCredential(row: number): NewCredential {
  const at = firstAt + row * 1_000
  const now = new Date(at).toISOString()
  const company = `${pick(companies, row)} ${Math.floor(row / 8)}`
  const animal = row % 2_500 === 7 ? ` ${words.rare}` : ''
  const region = pick(regions, row)
  const standing = pick(standings, row)
  return {
    id: uuidv7({ msecs: at }),
    tenantId: 'local',
    connector: 'intercom',
    method: 'access_token',
    name: `${company} ${pick(teams, row * 5 + Math.floor(row / 8))}${animal} ${row}`,
    description: pick(uses, row + Math.floor(row / 8)),
    region,
    account: {
      workspaceName: company,
      workspaceId: `w${(row * 2_654_435_761) % 4_294_967_296}`,
      region: region.toUpperCase(),
      adminName: 'Robin Example',
      adminEmail: `robin.${row}@example.com`,
    },
    ...standing,
    statusSince: now,
    checkedAt: standing.status === 'unverified' ? null : now,
    owner: pick(owners, row + Math.floor(row / 5)),
    createdAt: now,
    updatedAt: now,
    checkDueAt: NEVER_DUE,
    sealedSecret: 'x'.repeat(320),
    secretVersion: 1,
    secretHash: crypto.randomUUID().replaceAll('-', '').repeat(2),
  }
}

/** Two of forty have failed, one was never checked, one is restricted. */
const standings: Pick<NewCredential, 'status' | 'statusReason'>[] = Array.from({ length: 40 }, (_, place) => {
  if (place === 3 || place === 23) return { status: 'failed', statusReason: 'revoked' }
  if (place === 13) return { status: 'unverified', statusReason: 'timeout' }
  return { status: 'verified', statusReason: place === 33 ? 'scope' : null }
})

function pick<Each>(list: readonly Each[], at: number): Each {
  return list[at % list.length] as Each
}
