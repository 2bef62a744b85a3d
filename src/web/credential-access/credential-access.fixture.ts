import type { CredentialAccess, Grant, GrantedAccess, People } from '../../contract/access.ts'
import type { Credential } from '../../contract/credential.ts'
import type { FakeLatchkey } from '../app.fixture.tsx'

type Call = { call: string; query: URLSearchParams; body: unknown }

/** What the fake answers about people, and who may what; undefined for what is none of its matters. */
export function answerCredentialAccess(latchkey: FakeLatchkey, { call, query, body }: Call): Response | undefined {
  if (call === 'GET /api/people') return Response.json(findPeople(latchkey.people, query.get('q') ?? ''))
  const credential = latchkey.credentials.find(({ id }) => call.includes(`/api/credentials/${id}/`))
  if (!credential) return undefined
  const [, method, part = '', kind, grantee = ''] =
    /^(\w+) \/api\/credentials\/[^/]+\/(access|owner)(?:\/(person|team)\/(.+))?$/u.exec(call) ?? []
  if (!part) return undefined
  const id = decodeURIComponent(grantee)
  const isOf = (grant: Grant) => grant.grantee.kind === kind && grant.grantee.id === id
  if (method === 'DELETE') {
    latchkey.grants = latchkey.grants.filter((grant) => !isOf(grant))
    if (!isSeen(latchkey, credential)) {
      latchkey.credentials = latchkey.credentials.filter((other) => other !== credential)
    }
    return new Response(null, { status: 204 })
  }
  if (method === 'PUT' && part === 'access') {
    const { access } = body as { access: GrantedAccess }
    const before = latchkey.grants.find(isOf)
    const found = latchkey.people[kind === 'team' ? 'teams' : 'people'].find((known) => known.id === id)
    const granted =
      before ?? makeGrant({ grantee: { kind: kind === 'team' ? 'team' : 'person', id, name: found?.name ?? id } })
    latchkey.grants = before
      ? latchkey.grants.map((grant) => (isOf(grant) ? { ...grant, access } : grant))
      : [...latchkey.grants, { ...granted, access }]
  }
  if (method === 'PUT' && part === 'owner') handOver(latchkey, credential, (body as { owner: string }).owner)
  return Response.json(accessTo(latchkey, credential.id))
}

export function makeGrant(differences: Partial<Grant> = {}): Grant {
  return {
    grantee: { kind: 'person', id: 'grace', name: 'Grace Hopper' },
    access: 'collaborator',
    grantedBy: { id: 'local', name: 'Ada' },
    grantedAt: new Date(Date.now() - 2 * 3_600_000).toISOString(),
    ...differences,
  }
}

/** Somebody who is no admin of the tenant, and not Ada, to whom what the fixtures make belongs. */
export function makeMember(): FakeLatchkey['session'] {
  return {
    signIn: 'openid',
    person: { id: 'grace', name: 'Grace Hopper' },
    tenant: { id: 'acme' },
    role: 'member',
    teams: ['data'],
    connectors: null,
    purpose: null,
    expiresAt: null,
  }
}

function findPeople({ people, teams }: People, q: string): People {
  const isFound = ({ name }: { name: string }) => name.toLowerCase().includes(q.toLowerCase())
  return { people: people.filter(isFound).slice(0, 20), teams: teams.filter(isFound).slice(0, 20) }
}

function isSeen({ session, grants }: FakeLatchkey, { access }: Credential): boolean {
  if (!session || session.role === 'admin' || access === 'owner') return true
  return grants.some(({ grantee: { kind, id } }) =>
    kind === 'team' ? session.teams.includes(id) : id === session.person.id,
  )
}

function accessTo(latchkey: FakeLatchkey, id: string): CredentialAccess {
  const owner = latchkey.credentials.find((credential) => credential.id === id)?.owner
  return { owner: owner ?? { id: 'local', name: 'Ada' }, grants: latchkey.grants }
}

function handOver(latchkey: FakeLatchkey, credential: Credential, next: string): void {
  const owner = latchkey.people.people.find(({ id }) => id === next) ?? { id: next, name: next }
  const isNext = ({ grantee }: Grant) => grantee.kind === 'person' && grantee.id === next
  latchkey.grants = [
    ...latchkey.grants.filter((grant) => !isNext(grant)),
    makeGrant({ grantee: { kind: 'person', ...credential.owner }, access: 'admin' }),
  ]
  const access = owner.id === latchkey.session?.person.id ? 'owner' : 'admin'
  latchkey.credentials = latchkey.credentials.map((other) =>
    other.id === credential.id ? { ...other, owner, access } : other,
  )
}
