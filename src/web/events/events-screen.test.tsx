import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { AuditEvent } from '../../contract/audit-event.ts'
import {
  announced,
  button,
  findViolations,
  heading,
  link,
  makeCredential,
  openPage,
  setTheme,
} from '../app.fixture.tsx'

const ada = { id: 'ada', name: 'Ada Lovelace' }

function makeEvent(own: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: crypto.randomUUID(),
    at: '2026-11-20T12:34:56.000Z',
    action: 'credential.created',
    outcome: 'done',
    actor: ada,
    connector: 'intercom',
    credential: null,
    resource: null,
    address: '192.0.2.7',
    detail: {},
    ...own,
  }
}

const row = (name: RegExp) => page.getByRole('row', { name })

test('tells who did what, about which credential, from where, when, and how it ended', async () => {
  await page.viewport(1_280, 800)
  const credential = { id: crypto.randomUUID(), name: 'Support inbox' }
  await openPage('/events', {
    auditEvents: [
      makeEvent({ credential, detail: { verdict: 'accepted' } }),
      makeEvent({ action: 'credential.erased', actor: null, address: null, credential: { ...credential, name: null } }),
      makeEvent({
        action: 'session.refused',
        outcome: 'refused',
        connector: null,
        detail: { session: { signIn: 'host', origin: 'https://shop.example', why: 'used' } },
      }),
    ],
  })
  await expect.element(heading('Events')).toBeVisible()
  const added = row(/Credential added/u)
  for (const words of [
    /2026-11-20 \d\d:\d\d:56/u,
    /Ada Lovelace/u,
    /Intercom accepted the token/u,
    /Support inbox/u,
    /192\.0\.2\.7/u,
  ]) {
    await expect.element(added).toMatchTextContent(words)
  }
  await expect.element(link('Support inbox')).toHaveAttribute('href', `/events?details=${credential.id}`)
  await expect.element(row(/Credential erased/u)).toMatchTextContent(/Latchkey.*A credential that was erased/u)
  await expect
    .element(row(/Sign-in refused/u))
    .toMatchTextContent(/Refused.*inside a product, on https:\/\/shop\.example, its token was used before/u)
})

test('is narrowed by what, by whom and how it ended; the URL and the export say so too', async () => {
  await page.viewport(1_280, 800)
  const { latchkey } = await openPage('/events', {
    people: { people: [ada, { id: 'bob', name: 'Bob' }], teams: [] },
    auditEvents: [makeEvent(), makeEvent({ action: 'key.created', detail: { key: { id: 'k', name: 'worker' } } })],
  })
  await expect.element(row(/Credential added/u)).toBeVisible()
  await page.getByRole('combobox', { name: 'Action' }).selectOptions('Key made')
  await expect.element(row(/Key made/u)).toMatchTextContent(/“worker”/u)
  await expect.element(row(/Credential added/u)).not.toBeInTheDocument()
  expect(location.search).toBe('?action=key.created')
  await expect.element(link('Export')).toHaveAttribute('href', '/api/events.jsonl?action=key.created')

  await page.getByRole('combobox', { name: 'Person' }).selectOptions('Bob')
  await expect.element(page.getByText('No event is like that.')).toBeVisible()
  await page.getByLabelText('From').fill('2026-11-01')
  await expect.element(link('Export')).toHaveAttribute('href', expect.stringMatching(/from=2026-1[01]-\d\dT\d\d%3A/u))
  await button('Clear filters').click()
  await expect.element(row(/Credential added/u)).toBeVisible()
  expect(location.search).toBe('')
  expect(latchkey.sent.filter(({ call }) => call === 'GET /api/events').length).toBeGreaterThan(2)
})

test('says how many were found, and tells namesakes apart', async () => {
  const [eva, other] = ['eva', 'u-77'].map((id) => ({ id, name: 'Eva Novak' }))
  await openPage('/events', {
    people: { people: [ada, ...(eva && other ? [eva, other] : [])], teams: [] },
    auditEvents: [makeEvent(), makeEvent({ action: 'key.created' })],
  })
  await page.getByRole('combobox', { name: 'Person' }).selectOptions('Eva Novak (u-77)')
  expect(location.search).toBe('?actor=u-77')
  await expect.element(announced().filter({ hasText: 'No event is like that.' })).toBeInTheDocument()
  await button('Clear filters').click()
  await expect.element(announced().filter({ hasText: '2 events found.' })).toBeInTheDocument()
})

test('names a source or destination once where it is there still', async () => {
  await page.viewport(1_280, 800)
  const detail = { resource: { id: crypto.randomUUID(), kind: 'source' as const, name: 'Contacts' } }
  const { id, name } = detail.resource
  const credential = { id: crypto.randomUUID(), name: 'Inbox' }
  await openPage('/events', {
    auditEvents: [
      makeEvent({ action: 'resource.created', resource: { id, name }, credential, detail }),
      makeEvent({ action: 'resource.removed', resource: { id, name: null }, credential, detail }),
    ],
  })
  await expect.element(row(/Data flow added/u)).toMatchTextContent(/Data flow addedsourceContactswith Inbox/u)
  await expect.element(row(/Data flow removed/u)).toMatchTextContent(/source “Contacts”/u)
})

test('of one credential, says which, and lets go of it', async () => {
  const credential = makeCredential({ name: 'Acme EU' })
  await openPage(`/events?credential=${credential.id}`, { credentials: [credential], auditEvents: [makeEvent()] })
  await expect.element(page.getByText('Credential: Acme EU')).toBeVisible()
  await button('Of every credential').click()
  expect(location.search).toBe('')
  await expect.element(page.getByRole('combobox', { name: 'Person' })).toHaveFocus()
})

test('shows earlier ones by the page, and goes to the first of them', async () => {
  const auditEvents = ['One', 'Two', 'Three'].map((name) => makeEvent({ actor: { id: name, name } }))
  await openPage('/events', { auditEvents, pageSize: 2 })
  await expect.element(page.getByText('Two', { exact: true })).toBeVisible()
  await button('Show earlier').click()
  await expect.element(page.getByText('Three', { exact: true })).toBeVisible()
  await expect.poll(() => document.activeElement?.id).toBe(`event-${auditEvents[2]?.id}`)
})

test('is not for everybody, and says so', async () => {
  await openPage('/events', { failures: { 'GET /api/events': ['not_permitted'] } })
  await expect.element(page.getByText('Only an admin of your organisation may read this.')).toBeVisible()
  await expect.element(link('Export')).not.toBeInTheDocument()
})

test('says that it is loading, that there is nothing, and that it could not be loaded', async () => {
  await openPage('/events', { failures: { 'GET /api/events': ['store_unavailable'] } })
  await expect.element(page.getByRole('alert')).toMatchTextContent(/The events could not be loaded/u)
  await button('Retry').click()
  await expect.element(page.getByText('Nothing was done yet.')).toBeVisible()
})

test('by keyboard: from the first filter to the credential', async () => {
  await page.viewport(1_280, 800)
  await openPage('/events', { auditEvents: [makeEvent({ credential: { id: crypto.randomUUID(), name: 'Inbox' } })] })
  await expect.element(link('Inbox')).toBeVisible()
  page.getByRole('combobox', { name: 'Person' }).element().focus()
  for (const name of ['Action', 'Outcome']) {
    await userEvent.keyboard('{Tab}')
    await expect.element(page.getByRole('combobox', { name })).toHaveFocus()
  }
})

test.each([
  ['light', 1_280],
  ['dark', 320],
] as const)(
  'axe finds nothing in the %s theme at %i pixels, nor does anything scroll sideways',
  async (theme, width) => {
    await setTheme(theme)
    await page.viewport(width, 800)
    const long = 'Unbreakable'.repeat(10)
    await openPage('/events', {
      auditEvents: [
        makeEvent({ credential: { id: crypto.randomUUID(), name: long }, actor: { id: 'x', name: long } }),
        makeEvent({ action: 'key.revoked', outcome: 'refused', detail: { key: { id: 'k', name: long } } }),
      ],
    })
    await expect.element(page.getByText('Key revoked').last()).toBeVisible()
    expect(await findViolations()).toEqual([])
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  },
)
