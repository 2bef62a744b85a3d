import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { ProblemCode } from '../../contract/problem.ts'
import { problems } from '../../contract/problems.ts'
import { Announcer } from '../ui/announcer.tsx'
import '../ui/base.css'
import '../ui/tokens.css'
import { AddCredential } from './add-credential.tsx'

export type SentRequest = { body: Record<string, unknown>; key: string | null; client: string | null }

/** The overlay, with everything its parent is told of, and the only thing that is faked: `fetch`. */
export async function openOverlay(...answers: Answer[]) {
  const sent: SentRequest[] = []
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    const client = headers.get('Latchkey-Client')
    sent.push({ body: JSON.parse(init.body as string), key: headers.get('Idempotency-Key'), client })
    const answer = answers[Math.min(sent.length, answers.length) - 1] ?? hang()
    return answer(init.signal ?? undefined)
  })
  const told = {
    onReturn: vi.fn<() => void>(),
    onClosed: vi.fn<() => void>(),
    onSaved: vi.fn<(credential: Credential) => void>(),
    onUseExisting: vi.fn<(existing: { id: string; name: string }) => void>(),
  }
  const queryClient = new QueryClient()
  const overlay = (isLeft: boolean) => (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <AddCredential connector={connector} isLeft={isLeft} {...told} />
        <Announcer />
      </QueryClientProvider>
    </StrictMode>
  )
  const { rerender, unmount } = await render(overlay(false))
  return { sent, told, queryClient, unmount, goBack: () => rerender(overlay(true)) }
}

export const nameField = () => page.getByRole('textbox', { name: 'Credential Name' })
export const descriptionField = () => page.getByRole('textbox', { name: 'Credential Description' })
export const tokenField = () => page.getByLabelText('Access Token', { exact: false }).first()
export const saveButton = () => page.getByRole('button', { name: 'Save', exact: true })
export const button = (name: string) => page.getByRole('button', { name })

/** Fills in what is required. */
export async function fillIn(): Promise<void> {
  await nameField().fill('Acme support')
  await tokenField().fill(makeToken())
}

/** As a person pastes: the clipboard's text goes through the paste event, as it stands. */
export function paste(text: string): void {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text', text)
  const input = tokenField().element()
  if (input instanceof HTMLElement) input.focus()
  input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}

/** All that the browser keeps for this page. */
export function readStorage(): string {
  return JSON.stringify([sessionStorage, localStorage].map((storage) => Object.entries(storage)))
}

/** Made at run time: a literal of this shape would look like a leak to whoever scans for one. */
export function makeToken(digit = '0'): string {
  return btoa(`tok:${'00000000_0000_0000_0000_000000000000'.replaceAll('0', digit)}:1:0`)
}

export type Answer = (signal?: AbortSignal) => Promise<Response>

export const refuse =
  (code: ProblemCode, more: object = {}): Answer =>
  async () => {
    const problem = { type: 'about:blank', title: problems[code].title, status: problems[code].status, code, ...more }
    return Response.json(problem, { status: problem.status })
  }

export const judge = (code: ProblemCode, verdict: object): Answer =>
  refuse(code, { verdict: { checkedAt: '2026-07-01T10:00:00Z', requestId: 'req_7', ...verdict } })

export const accept = (): Answer => async () => Response.json(savedCredential, { status: 201 })

export const fail = (): Answer => async () => {
  throw new TypeError('Failed to fetch')
}

/** Never answers, but to an abort. */
export const hang = (): Answer => (signal) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('The request was aborted.', 'AbortError')))
  })

export const existing = { id: '0198c000-0000-7000-8000-000000000002', name: 'Acme EU' }

export const savedCredential: Credential = {
  id: '0198c000-0000-7000-8000-000000000001',
  connector: 'intercom',
  method: 'access_token',
  name: 'Acme support',
  description: '',
  region: 'us',
  account: { workspaceName: 'Acme', workspaceId: 'abc123', region: 'US', adminName: null, adminEmail: null },
  status: 'verified',
  statusReason: null,
  statusSince: '2026-07-01T10:00:00Z',
  checkedAt: '2026-07-01T10:00:00Z',
  fingerprint: '5f2c91aa',
  owner: { id: 'local', name: 'You' },
  usedBy: 0,
  createdAt: '2026-07-01T10:00:00Z',
  updatedAt: '2026-07-01T10:00:00Z',
  lastUsedAt: null,
  etag: '"1"',
}

const connector: Connector = {
  id: 'intercom',
  name: 'Intercom',
  methods: [
    { id: 'access_token', name: 'Access Token', summary: 'For **your own workspace**.', available: true },
    { id: 'oauth', name: 'OAuth', summary: 'For **other companies’ workspaces**.', available: false },
  ],
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
  ],
  scopes: [{ id: 'read_single_admin', name: 'Read one admin', purpose: 'shows the workspace' }],
  guide: {
    title: 'Where to find the token',
    steps: ['Open the **Developer Hub**.', 'Copy the **Access Token**.'],
    warning: { title: 'Treat it like a password.', text: 'It does not expire.' },
    sections: [{ title: 'Rate limits', paragraphs: ['10,000 calls a minute.'] }],
    links: [{ label: 'Developer Hub', url: 'https://example.com/hub' }],
  },
  endpoints: [{ region: 'us', url: 'https://api.example.com' }],
}
