import type {
  Credential,
  DeletedCredential,
  JustDeletedCredential,
  ReconnectCredential,
  ReplaceSecret,
  Uninstallation,
} from '../../contract/credential.ts'
import type { CredentialAction, CredentialEvent, EventDetail } from '../../contract/credential-event.ts'
import { problems } from '../../contract/problems.ts'
import type { Verdict } from '../../contract/verdict.ts'
import type { FakeLatchkey } from '../app.fixture.tsx'

type Texts = Partial<Pick<Credential, 'name' | 'description'>>
type Call = { call: string; ifMatch: string | null; query: URLSearchParams; body: unknown }

/** What the fake answers about one credential's life; undefined for what is none of its matters. */
export function answerCredentialLife(latchkey: FakeLatchkey, made: Call): Response | undefined {
  const { call, query } = made
  const { authorization } = latchkey
  if (authorization && call === `GET /api/oauth/intercom/authorizations/${authorization.id}`) {
    return Response.json(authorization)
  }
  if (call === 'GET /api/deleted-credentials') return page(latchkey, 'credentials', latchkey.deleted, query)
  const isAbout = ({ id }: Credential) => call === `GET /api/credentials/${id}/events`
  if (latchkey.deleted.some(isAbout)) {
    return page(latchkey, 'events', [makeEvent('credential.deleted'), ...latchkey.events], query)
  }
  const deleted = latchkey.deleted.find(({ id }) => call.includes(`/api/deleted-credentials/${id}`))
  if (deleted) return answerDeleted(latchkey, call, deleted)
  const credential = latchkey.credentials.find(({ id }) => call.includes(`/api/credentials/${id}`))
  return credential && answerOne(latchkey, made, credential)
}

export function makeEvent(action: CredentialAction, differences: Partial<CredentialEvent> = {}): CredentialEvent {
  const at = new Date().toISOString()
  return { id: crypto.randomUUID(), action, at, actor: { id: 'local', name: 'Ada' }, detail: {}, ...differences }
}

export function makeDeleted(credential: Credential, differences: Partial<DeletedCredential> = {}): DeletedCredential {
  const times = { deletedAt: inDays(-0.5), erasedAt: inDays(6.5) }
  return { ...credential, ...times, deletedBy: credential.owner, ...differences }
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString()
}

function answerDeleted(latchkey: FakeLatchkey, call: string, deleted: DeletedCredential): Response {
  const { deletedAt: _at, deletedBy: _by, erasedAt: _erased, ...credential } = deleted
  latchkey.deleted = latchkey.deleted.filter(({ id }) => id !== deleted.id)
  if (call.startsWith('DELETE')) return new Response(null, { status: 204 })
  latchkey.credentials = [credential, ...latchkey.credentials]
  return Response.json(credential)
}

function answerOne(latchkey: FakeLatchkey, { call, ifMatch, query, body }: Call, credential: Credential): Response {
  const path = `/api/credentials/${credential.id}`
  const isStale = ifMatch !== credential.etag
  switch (call) {
    case `GET ${path}`:
      return Response.json(credential)
    case `GET ${path}/events`: {
      const checks = latchkey.events.filter(({ action }) => action === 'credential.checked')
      return page(latchkey, 'events', query.has('about') ? checks : latchkey.events, query)
    }
    case `GET ${path}/usage`:
      return Response.json({ hours: latchkey.usage, budget: null })
    case `PATCH ${path}`: {
      if (isStale) return refuse('changed_meanwhile')
      const edited = { ...credential, ...(body as Texts), etag: nextEtag(credential) }
      change(latchkey, edited)
      return Response.json(edited)
    }
    case `DELETE ${path}`: {
      if (isStale) return refuse('changed_meanwhile')
      return Response.json(deleteNow(latchkey, credential, query.get('keepInstallation') === 'true'))
    }
    case `PUT ${path}/secret`: {
      if ((body as ReconnectCredential).method === 'oauth') {
        const working = { status: 'verified' as const, statusReason: null }
        const reconnected = { ...credential, ...working, fingerprint: '0c0ffee0', etag: nextEtag(credential) }
        change(latchkey, reconnected)
        return Response.json(reconnected)
      }
      const { secret, region: asked = 'auto' } = body as ReplaceSecret
      const { accessToken = '' } = secret
      const region = asked === 'auto' ? credential.region : asked
      // Whoever brings the fingerprint itself for a token brings the token that is there.
      const replaced = { ...credential, region, fingerprint: accessToken.slice(0, 12), etag: nextEtag(credential) }
      change(latchkey, replaced)
      return Response.json(replaced)
    }
    case `POST ${path}/check`:
      tell(latchkey, 'credential.checked', toDetail(latchkey.verdict))
      return Response.json(latchkey.verdict)
    default:
      return refuse('not_found')
  }
}

function deleteNow(latchkey: FakeLatchkey, credential: Credential, isKept: boolean): JustDeletedCredential {
  deleteElsewhere(latchkey, credential)
  const uninstallation: Uninstallation = isKept ? { kind: 'kept', reason: 'chosen' } : latchkey.uninstallation
  if (credential.method !== 'oauth') return { ...makeDeleted(credential), uninstallation: null }
  if (uninstallation.kind === 'uninstalled') {
    const broken = { status: 'failed' as const, statusReason: 'revoked' as const }
    latchkey.deleted = latchkey.deleted.map((each) => (each.id === credential.id ? { ...each, ...broken } : each))
  }
  return { ...makeDeleted(credential), uninstallation }
}

/** As somebody else deletes a credential, in another browser. */
export function deleteElsewhere(latchkey: FakeLatchkey, credential: Credential): void {
  latchkey.credentials = latchkey.credentials.filter(({ id }) => id !== credential.id)
  latchkey.deleted = [makeDeleted(credential), ...latchkey.deleted]
}

/** As somebody else changes a credential, in another browser. */
export function changeElsewhere(latchkey: FakeLatchkey, credential: Credential, differences: Texts): void {
  change(latchkey, { ...credential, ...differences, etag: nextEtag(credential) })
}

function change(latchkey: FakeLatchkey, changed: Credential): void {
  latchkey.credentials = latchkey.credentials.map((other) => (other.id === changed.id ? changed : other))
}

function tell(latchkey: FakeLatchkey, action: CredentialAction, detail: EventDetail): void {
  latchkey.events = [makeEvent(action, { detail }), ...latchkey.events]
}

function toDetail(verdict: Verdict): EventDetail {
  return { verdict: verdict.kind, ...('reason' in verdict && { reason: verdict.reason }) }
}

function nextEtag({ etag }: Credential): string {
  return `"${Number(etag.slice(1, -1)) + 1}"`
}

function page(latchkey: FakeLatchkey, name: string, rows: unknown[], query: URLSearchParams): Response {
  const start = Number(query.get('cursor') ?? 0)
  const end = start + latchkey.pageSize
  return Response.json({ [name]: rows.slice(start, end), nextCursor: end < rows.length ? String(end) : null })
}

function refuse(code: 'changed_meanwhile' | 'not_found'): Response {
  return Response.json({ type: 'about:blank', code, ...problems[code] }, { status: problems[code].status })
}
