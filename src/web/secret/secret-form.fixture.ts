import type { QueryClient } from '@tanstack/react-query'
import axe from 'axe-core'
import { vi } from 'vitest'
import { cdp, page } from 'vitest/browser'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { ProblemCode } from '../../contract/problem.ts'
import { problems } from '../../contract/problems.ts'

export type SentRequest = {
  method: string | undefined
  path: string
  body: Record<string, unknown>
  headers: Headers
}

/** The only thing that is faked. The last answer is given again and again; without any, none comes. */
export function answerWith(...answers: Answer[]): SentRequest[] {
  const sent: SentRequest[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {}
    sent.push({ method: init.method, path, body, headers: new Headers(init.headers) })
    const answer = answers[Math.min(sent.length, answers.length) - 1] ?? hang()
    return answer(init.signal ?? undefined)
  })
  return sent
}

export const keyOf = (sent: SentRequest | undefined) => sent?.headers.get('Idempotency-Key')

export const tokenField = () => page.getByLabelText(/^Access Token \*$/u)
export const button = (name: string) => page.getByRole('button', { name })

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
  access: 'owner',
  usedBy: 0,
  createdAt: '2026-07-01T10:00:00Z',
  updatedAt: '2026-07-01T10:00:00Z',
  lastUsedAt: null,
  etag: '"1"',
}

export const connector: Connector = {
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

/** What axe has against the dialog in either theme. */
export async function findViolations(): Promise<unknown[]> {
  const found: unknown[] = []
  for (const theme of ['light', 'dark']) {
    const features = [
      { name: 'prefers-color-scheme', value: theme },
      // What turns for ever comes to no end.
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]
    await cdp().send('Emulation.setEmulatedMedia', { features })
    // Halfway from one colour to another none is right.
    for (const animation of document.getAnimations()) animation.finish()
    const { violations } = await axe.run(page.getByRole('dialog').element())
    found.push(...violations.map(({ id, nodes }) => [theme, id, nodes.map(({ html }) => html)]))
  }
  await cdp().send('Emulation.setEmulatedMedia', { features: [] })
  return found
}

/** What of the dialog reaches out of it at either side, where nobody sees it. */
export function findCutOff(): string[] {
  const dialog = page.getByRole('dialog').element()
  const { left, right } = dialog.getBoundingClientRect()
  return [...dialog.querySelectorAll('*')]
    .filter((element) => [...element.getClientRects()].some((box) => box.right > right || box.left < left))
    .map(({ outerHTML }) => outerHTML.slice(0, 120))
}

/** Where a secret must not be: what the page shows as markup, keeps, remembers of its calls, and its address. */
export function readTraces(queryClient: QueryClient): string {
  const mutations = queryClient.getMutationCache().getAll()
  const queries = queryClient.getQueryCache().getAll()
  const kept = [...mutations, ...queries].map(({ state }) => state)
  return [document.documentElement.outerHTML, readStorage(), JSON.stringify(kept), location.href].join('\n')
}
