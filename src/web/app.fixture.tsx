import axe from 'axe-core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cdp, page } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { onTestFinished, vi } from 'vitest'
import type { Grant, People } from '../contract/access.ts'
import type { AuditEvent } from '../contract/audit-event.ts'
import type { Connector } from '../contract/connector.ts'
import type {
  CreateCredential,
  Credential,
  DeletedCredential,
  OwnerList,
  Uninstallation,
} from '../contract/credential.ts'
import type { CredentialEvent } from '../contract/credential-event.ts'
import type { UsageHour } from '../contract/credential-usage.ts'
import type { Authorization } from '../contract/oauth.ts'
import type { Problem, ProblemCode } from '../contract/problem.ts'
import { problems } from '../contract/problems.ts'
import type { CreateResource, Resource } from '../contract/resource.ts'
import type { Sandbox } from '../contract/sandbox.ts'
import type { Verdict } from '../contract/verdict.ts'
import type { TestAnswer } from '../contract/test-request.ts'
import { createQueryClient } from './api/query-client.ts'
import { App } from './app.tsx'
import { detailOf, makeAnswer } from './configure/configuring.fixture.ts'
import { answerCredentialAccess } from './credential-access/credential-access.fixture.ts'
import { answerCredentialLife } from './credential-details/credential-life.fixture.ts'
import './ui/base.css'
import './ui/tokens.css'
import { answerResource } from './resource/resource.fixture.ts'
import { beginSession } from './session/begin-session.ts'
import { answerSession, type FakeSessions, makeSession } from './session/session.fixture.ts'
import { dismissToasts } from './ui/toasts.tsx'

/** A Latchkey of memory: what it holds, what it was sent, and how it is to fail. */
export type FakeLatchkey = FakeSessions & {
  credentials: Credential[]
  deleted: DeletedCredential[]
  /** The history of every credential alike. */
  events: CredentialEvent[]
  /** Everything of the tenant. */
  auditEvents: AuditEvent[]
  /** With whom every credential alike is shared. */
  grants: Grant[]
  people: People
  /** What *Check now* comes to. */
  verdict: Verdict
  /** What deleting what was connected comes to, unless its installation is to be kept. */
  uninstallation: Uninstallation
  /** The one that somebody began. */
  authorization: Authorization | null
  methods: Connector['methods']
  resources: Resource[]
  /** The last day of every credential alike. */
  usage: UsageHour[]
  /** What the provider answers to the next test requests, in their order. */
  answers: TestAnswer[]
  sandbox: Sandbox | null
  /** How many a page of a list holds, and how many credentials it claims there are. */
  pageSize: number
  /** By `METHOD /path`: what becomes of the next calls, in their order, before it answers as it should. */
  failures: Record<string, Failure[]>
  sent: { call: string; key: string | null; client: string | null; body: unknown }[]
}
/** `lost`: it acted, but the answer did not come. */
export type Failure =
  | 'silence'
  | 'lost'
  | 'hang'
  | ProblemCode
  | { code: ProblemCode; more: Pick<Problem, 'errors' | 'existing' | 'usedBy'> }

export function createLatchkey(holds: Partial<FakeLatchkey> = {}): FakeLatchkey {
  return {
    credentials: [],
    deleted: [],
    events: [],
    auditEvents: [],
    grants: [],
    people: { people: [], teams: [] },
    verdict: { kind: 'accepted', account: null, region: 'us', checkedAt: new Date().toISOString() },
    uninstallation: { kind: 'uninstalled' },
    authorization: null,
    methods: connector.methods,
    resources: [],
    usage: [],
    answers: [],
    sandbox: null,
    pageSize: 50,
    failures: {},
    sent: [],
    // As in the sandbox: nobody is asked.
    session: makeSession({ signIn: 'none' }),
    signIn: 'link',
    links: {},
    losesCookies: false,
    endSessionUrl: null,
    ...holds,
  }
}

/** Opens the whole page at a path, over a fake of what stands behind `fetch`. */
export async function openPage(path: string, holds: Partial<FakeLatchkey> = {}) {
  const latchkey = createLatchkey(holds)
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => answer(latchkey, url, init))
  const before = location.pathname
  history.pushState(null, '', path)
  const client = createQueryClient()
  const stopSession = beginSession(client)
  onTestFinished(async () => {
    await cleanup()
    stopSession()
    dismissToasts()
    vi.unstubAllGlobals()
    sessionStorage.clear()
    history.replaceState(null, '', before)
  })
  const screen = await render(
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>,
  )
  return { latchkey, client, unmount: screen.unmount }
}

/** What a tab keeps of a flow, as a reload finds it. */
export function keepDraft(kind: 'source' | 'destination', draft: object): void {
  sessionStorage.setItem(`latchkey.draft.${kind}`, JSON.stringify(draft))
}

export const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true })
export const button = (name: string) => page.getByRole('button', { name, exact: true })
export const link = (name: string) => page.getByRole('link', { name, exact: true })
export const tile = (name: string) => page.getByRole('radio', { name, exact: true })

/** The theme that the machine asks for, until the test is over. */
export async function setTheme(theme: 'light' | 'dark'): Promise<void> {
  await askForTheme(theme)
  onTestFinished(() => askForTheme(''))
}

/** What axe finds on the page as it has come to rest: a colour on its way to another has no contrast of its own. */
export async function findViolations(): Promise<[string, string[]][]> {
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
  // One that is cancelled has come to rest, too.
  await Promise.allSettled(ending.map((animation) => animation.finished))
  const { violations } = await axe.run(document.body)
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

/** The page's live region, once it has said something. */
export const announced = () => page.getByRole('status').filter({ hasText: /./u })

export function makeCredential(differences: Partial<Credential> = {}): Credential {
  const now = new Date().toISOString()
  return {
    id: crypto.randomUUID(),
    connector: 'intercom',
    method: 'access_token',
    name: 'Acme support',
    description: '',
    region: 'us',
    account: { workspaceName: 'Acme', workspaceId: 'abc123', region: 'US', adminName: null, adminEmail: null },
    status: 'verified',
    statusReason: null,
    statusSince: now,
    checkedAt: now,
    fingerprint: 'a1b2c3',
    owner: { id: 'local', name: 'Ada' },
    access: 'owner',
    usedBy: 0,
    createdAt: now,
    updatedAt: now,
    lastUsedAt: null,
    etag: '"1"',
    ...differences,
  }
}

export function makeResource(differences: Partial<Resource> = {}): Resource {
  const now = new Date().toISOString()
  const { configuration = null } = differences
  return {
    id: crypto.randomUUID(),
    kind: 'source',
    connector: 'intercom',
    credential: makeCredential(),
    name: 'Conversations',
    region: 'us',
    request: configuration && { method: 'GET', path: configuration.path },
    configuration,
    owner: { id: 'local', name: 'Ada' },
    mayChange: true,
    createdAt: now,
    updatedAt: now,
    etag: '"1"',
    ...differences,
  }
}

async function askForTheme(value: string): Promise<void> {
  await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
}

export async function answer(latchkey: FakeLatchkey, url: string, init: RequestInit): Promise<Response> {
  const { pathname, searchParams } = new URL(url, location.href)
  const call = `${init.method ?? 'GET'} ${pathname}`
  const headers = new Headers(init.headers)
  const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
  latchkey.sent.push({ call, key: headers.get('Idempotency-Key'), client: headers.get('Latchkey-Client'), body })
  const failure = latchkey.failures[call]?.shift()
  if (failure === 'silence') throw new TypeError('Failed to fetch')
  if (failure === 'hang') return new Promise(() => {})
  const made = { call, ifMatch: headers.get('If-Match'), query: searchParams, body }
  if (failure === 'lost') {
    act(latchkey, made)
    throw new TypeError('Failed to fetch')
  }
  if (typeof failure === 'string') return problem(failure)
  if (failure) return problem(failure.code, failure.more)
  return act(latchkey, made)
}

type Call = { call: string; ifMatch: string | null; query: URLSearchParams; body: unknown }

function act(latchkey: FakeLatchkey, made: Call): Response {
  const { call, query, body } = made
  const atDoor = answerSession(latchkey, call, body)
  if (atDoor) return atDoor
  const start = Number(query.get('cursor') ?? 0)
  const end = start + latchkey.pageSize
  const nextCursor = (rows: unknown[]) => (end < rows.length ? String(end) : null)
  switch (call) {
    case 'GET /api/sandbox':
      return latchkey.sandbox ? Response.json(latchkey.sandbox) : problem('not_found')
    case 'GET /api/connectors':
      return Response.json({
        connectors: [{ ...connector, methods: latchkey.methods }],
        isSandbox: latchkey.sandbox !== null,
      })
    case 'GET /api/connectors/intercom':
      return Response.json(detailOf(connector))
    case 'GET /api/credentials': {
      const credentials = latchkey.credentials.filter((credential) => isAskedFor(credential, query))
      const isNamed = query.get('sort') === 'name'
      if (isNamed) credentials.sort((one, other) => one.name.localeCompare(other.name))
      const counted = { total: credentials.length, totalIsAtLeast: false }
      return Response.json({
        credentials: credentials.slice(start, end),
        nextCursor: nextCursor(credentials),
        ...counted,
      })
    }
    case 'GET /api/events': {
      const events = latchkey.auditEvents.filter(({ action, outcome, actor }) =>
        Object.entries({ action, outcome, actor: actor?.id ?? 'latchkey:watch' }).every(
          ([name, value]) => (query.get(name) ?? value) === value,
        ),
      )
      return Response.json({ events: events.slice(start, end), nextCursor: nextCursor(events) })
    }
    case 'GET /api/credential-owners': {
      const owners: OwnerList['owners'] = []
      for (const { owner } of latchkey.credentials) {
        const known = owners.find(({ id }) => id === owner.id)
        if (known) known.credentials += 1
        else owners.push({ ...owner, credentials: 1 })
      }
      return Response.json({ owners })
    }
    case 'POST /api/credentials': {
      const { name, description = '' } = body as CreateCredential
      const credential = makeCredential({ name, description })
      latchkey.credentials = [credential, ...latchkey.credentials]
      return Response.json(credential, { status: 201 })
    }
    case 'GET /api/resources': {
      const used = query.get('credential')
      const resources = latchkey.resources.filter(({ credential }) => used === null || credential.id === used)
      return Response.json({ resources: resources.slice(start, end), nextCursor: nextCursor(resources) })
    }
    case 'POST /api/resources': {
      const { kind, name, region = null, credentialId, configuration = null } = body as CreateResource
      const used = latchkey.credentials.find(({ id }) => id === credentialId)
      if (!used) return problem('invalid_input')
      const resource = makeResource({
        kind,
        name,
        region,
        credential: used,
        configuration: configuration as Resource['configuration'],
      })
      latchkey.resources = [resource, ...latchkey.resources]
      return Response.json(resource, { status: 201 })
    }
    default:
      if (/^POST \/api\/credentials\/[^/]+\/test-request$/u.test(call)) {
        return Response.json(latchkey.answers.shift() ?? makeAnswer({}))
      }
      return (
        answerResource(latchkey, made) ??
        answerCredentialAccess(latchkey, made) ??
        answerCredentialLife(latchkey, made) ??
        problem('not_found')
      )
  }
}

function isAskedFor({ name, status, region, owner }: Credential, query: URLSearchParams): boolean {
  const is = (filter: string, value: string) => (query.get(filter) ?? value) === value
  const isFound = name.toLowerCase().includes(query.get('q')?.toLowerCase() ?? '')
  return isFound && is('status', status) && is('region', region) && is('owner', owner.id)
}

function problem(code: ProblemCode, more: object = {}): Response {
  return Response.json({ type: 'about:blank', code, ...problems[code], ...more }, { status: problems[code].status })
}

const connector: Connector = {
  id: 'intercom',
  name: 'Intercom',
  methods: [{ id: 'access_token', name: 'Access Token', summary: 'For **your own workspace**.', available: true }],
  fields: [
    {
      name: 'accessToken',
      label: 'Access Token',
      usualShape: { pattern: '^dG9r[A-Za-z0-9+/]{20,}={0,2}$', unusualShape: 'Tokens usually begin with dG9r.' },
    },
  ],
  regions: [
    { id: 'us', name: 'United States', shortName: 'US' },
    { id: 'eu', name: 'European Union', shortName: 'EU' },
    { id: 'au', name: 'Australia', shortName: 'AU' },
  ],
  scopes: [],
  guide: { title: 'Where to find it', steps: [], warning: { title: 'Careful.', text: '' }, sections: [], links: [] },
  endpoints: [
    { region: 'us', url: 'https://api.intercom.io' },
    { region: 'eu', url: 'https://api.eu.intercom.io' },
    { region: 'au', url: 'https://api.au.intercom.io' },
  ],
}
