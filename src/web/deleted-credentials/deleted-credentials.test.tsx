import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  announced,
  button,
  type FakeLatchkey,
  findViolations,
  makeCredential,
  openPage,
  setTheme,
} from '../app.fixture.tsx'
import { makeDeleted } from '../credential-details/credential-life.fixture.ts'

const list = () => page.getByRole('dialog', { name: 'Recently deleted' })

beforeEach(() => page.viewport(1_280, 900))

test('says what was deleted, by whom, and until when it can be had back', async () => {
  await openDeleted()
  await expect
    .element(list().getByRole('listitem', { name: 'Old app' }))
    .toMatchTextContent(/Acme \(abc123\).*Deleted 12 h ago by Ada, erased in 6 days/u)
})

test('by the keyboard alone: Restore brings one back', async () => {
  const { latchkey } = await openDeleted()
  await expect.element(button('Restore “Old app”')).toBeVisible()
  button('Restore “Old app”').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Nothing was deleted in the last 7 days.')).toBeVisible()
  await expect.element(announced()).toMatchTextContent(/^“Old app” is back\.$/u)
  await expect.element(button('Close')).toHaveFocus()
  expect(latchkey.credentials).toHaveLength(1)
})

test('one whose app was uninstalled says what it takes to work again, before it is back and then', async () => {
  const credential = makeCredential({ name: 'Old app', method: 'oauth', status: 'failed', statusReason: 'revoked' })
  await openDeleted({}, credential)
  await expect.element(list()).toMatchTextContent(/restored, it has to be connected again/u)
  await button('Restore “Old app”').click()
  await expect.element(announced()).toMatchTextContent(/is back\. It works again once it is connected again\.$/u)
})

test.each(['oauth', 'access_token'] as const)('one that works is not said to need anything: %s', async (method) => {
  await openDeleted({}, makeCredential({ name: 'Old app', method }))
  await expect.element(list().getByText('Old app')).toBeVisible()
  await expect.element(list()).not.toMatchTextContent(/connected again/u)
})

test.each([
  ['name_taken' as const, { existing: { id: crypto.randomUUID(), name: 'New app' } }, /“New app” has its name by now/u],
  ['name_taken' as const, {}, /Another credential, which is not shared with you, has its name.*Ask an admin/u],
  ['duplicate_credential' as const, {}, /not shared with you has the same token by now.*Ask an admin/u],
  [
    'duplicate_credential' as const,
    { existing: { id: crypto.randomUUID(), name: 'New app' } },
    /“New app” has the same token by now/u,
  ],
])('why one cannot be restored is said in place: %s', async (code, more, words) => {
  const credential = makeCredential({ name: 'Old app' })
  const failures = { [`POST /api/deleted-credentials/${credential.id}/restore`]: [{ code, more }] }
  await openDeleted({ failures }, credential)
  await button('Restore “Old app”').click()
  await expect.element(list().getByRole('group', { name: 'It is not back.' })).toMatchTextContent(words)
})

test('one that somebody else has restored meanwhile is back, and is not erased', async () => {
  const { latchkey } = await openDeleted()
  await expect.element(button('Restore “Old app”')).toBeVisible()
  restoreElsewhere(latchkey)
  await button('Erase now “Old app”').click()
  await button('Erase for good').click()
  await expect
    .element(page.getByText('“Old app” was not erased: it has been restored meanwhile.').first())
    .toBeVisible()
  await expect.element(button('Close')).toHaveFocus()
  expect(latchkey.credentials).toHaveLength(1)
})

test.each(['Restore', 'Erase'])('%s of which the answer was lost is told as done', async (way) => {
  const credential = makeCredential({ name: 'Old app' })
  const path = `/api/deleted-credentials/${credential.id}`
  const failures = { [`POST ${path}/restore`]: ['lost' as const], [`DELETE ${path}`]: ['lost' as const] }
  await openDeleted({ failures }, credential)
  await button(way === 'Restore' ? 'Restore “Old app”' : 'Erase now “Old app”').click()
  if (way === 'Erase') await button('Erase for good').click()
  await expect.element(announced()).toMatchTextContent(way === 'Restore' ? /is back\.$/u : /is erased for good\.$/u)
})

test('Erase now asks first, and says that it cannot be undone', async () => {
  const { latchkey } = await openDeleted()
  await button('Erase now “Old app”').click()
  const question = page.getByRole('alertdialog', { name: 'Erase “Old app” for good?' })
  await expect.element(question).toMatchTextContent(/nobody can bring it back/u)
  await userEvent.keyboard('{Escape}')
  await expect.element(question).not.toBeInTheDocument()
  await expect.element(button('Erase now “Old app”')).toHaveFocus()
  expect(latchkey.deleted).toHaveLength(1)
  await userEvent.keyboard('{Enter}{Tab}{Enter}')
  await expect.element(page.getByText('Nothing was deleted in the last 7 days.')).toBeVisible()
  expect(latchkey.deleted).toEqual([])
})

test('that they did not come is said, with a way to try again; more come by the page', async () => {
  const deleted = ['One', 'Two'].map((name) => makeDeleted(makeCredential({ name })))
  await openDeleted({ deleted, pageSize: 1, failures: { 'GET /api/deleted-credentials': ['silence', 'silence'] } })
  await expect.element(page.getByRole('alert')).toMatchTextContent(/The deleted credentials could not be loaded\./u)
  await button('Retry').click()
  await expect.element(list().getByText('One')).toBeVisible()
  await button('Show more').click()
  await expect.element(list().getByRole('heading', { name: 'Two' })).toHaveFocus()
})

test.each([
  [1_280, 'dark'],
  [320, 'light'],
] as const)('axe finds nothing at %i pixels, %s', async (width, theme) => {
  await setTheme(theme)
  await page.viewport(width, 800)
  await openDeleted({}, makeCredential({ name: 'Old app' }))
  await expect.element(button('Restore “Old app”')).toBeVisible()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  await button('Erase now “Old app”').click()
  expect(await findViolations()).toEqual([])
})

async function openDeleted(holds: Partial<FakeLatchkey> = {}, credential = makeCredential({ name: 'Old app' })) {
  return openPage('/?deleted', { deleted: [makeDeleted(credential)], ...holds })
}

function restoreElsewhere(latchkey: FakeLatchkey): void {
  latchkey.credentials = latchkey.deleted.splice(0)
}
