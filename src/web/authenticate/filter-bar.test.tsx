import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announced, button, heading, keepDraft, makeCredential, openPage, tile } from '../app.fixture.tsx'

const path = '/new/source/authenticate'
const search = page.getByRole('searchbox', { name: 'Search credentials' })
const filter = (name: string) => page.getByRole('combobox', { name, exact: true })

const credentials = ['Zeta', 'Alpha', 'Support', 'Sales', 'Sandbox', 'Finance', 'Legal'].map((name) =>
  makeCredential({ name }),
)
credentials[2] = makeCredential({ name: 'Support', status: 'failed', owner: { id: 'grace', name: 'Grace' } })

beforeEach(async () => {
  await page.viewport(1_280, 900)
  keepDraft('source', { connector: 'intercom' })
})

test('where there is none, nothing is there to search with', async () => {
  await openPage(path)
  await expect.element(page.getByText(/There is no Intercom credential yet/u)).toBeVisible()
  await expect.element(search).not.toBeInTheDocument()
  await expect.element(filter('Sort')).not.toBeInTheDocument()
})

test('what finds credentials is there before they are, so that nothing moves when they come', async () => {
  await openPage(path, { credentials, failures: { 'GET /api/credentials': ['hang'] } })
  await expect.element(page.getByText('Loading the credentials…')).toBeInTheDocument()
  await expect.element(search).toBeVisible()
  await expect.element(filter('Sort')).toBeVisible()
})

test('a search follows what is typed, in the URL and without an entry of the history for every key', async () => {
  await openPage(path, { credentials })
  await expect.element(page.getByText('7 credentials')).toBeVisible()
  const entries = history.length
  await search.fill('Sa')
  await expect.element(page.getByText('2 found')).toBeVisible()
  await expect.element(tile('Sandbox')).toBeVisible()
  await expect.element(tile('Zeta')).not.toBeInTheDocument()
  expect(location.search).toBe('?q=Sa')
  expect(history.length).toBe(entries)
  await expect.element(announced()).toMatchTextContent(/^2 found$/u)
  await search.fill('nobody has this')
  await expect.element(page.getByRole('paragraph').filter({ hasText: 'None found' })).toBeVisible()
  await button('Clear filters').click()
  await expect.element(page.getByText('7 credentials')).toBeVisible()
  await expect.element(search).toHaveValue('')
  expect(location.search).toBe('')
})

test('of more words than Latchkey looks for, the first are searched for, and that is said', async () => {
  const { latchkey } = await openPage(path, { credentials })
  await expect.element(tile('Zeta')).toBeVisible()
  const typed = 'one two three four five six seven eight nine ten'
  await search.fill(typed)
  await expect.poll(() => new URLSearchParams(location.search).get('q')).toBe('one two three four five six seven eight')
  await expect.element(search).toHaveValue(typed)
  await expect.element(search).toHaveAccessibleDescription('Only the first 8 words are searched for.')
  await expect.element(page.getByRole('paragraph').filter({ hasText: 'None found' })).toBeVisible()
  expect(latchkey.sent.filter(({ call }) => call === 'GET /api/credentials')).toHaveLength(2)
})

test('filters and order come from the URL, and Back brings those before', async () => {
  await openPage(`${path}?sort=name&status=nonsense`, { credentials })
  await expect.element(tile('Alpha')).toHaveAttribute('aria-posinset', '1')
  await expect.element(filter('Sort')).toHaveValue('name')
  await expect.element(filter('Status')).toHaveValue('')
  await filter('Owner').selectOptions('Grace')
  await expect.element(page.getByText('1 found')).toBeVisible()
  expect(location.search).toBe('?sort=name&owner=grace')
  await filter('Status').selectOptions('Verified')
  await expect.element(page.getByText('None found')).toBeVisible()
  history.back()
  await expect.element(tile('Support')).toBeVisible()
  await expect.element(filter('Status')).toHaveValue('')
})

test('what was found stays while something else is looked for, and an older answer never takes its place', async () => {
  const failures = { 'GET /api/credentials': [] as 'hang'[] }
  await openPage(path, { credentials, failures })
  await expect.element(tile('Zeta')).toBeVisible()
  failures['GET /api/credentials'].push('hang')
  await search.fill('Al')
  await expect.poll(() => location.search).toBe('?q=Al')
  await expect.element(tile('Zeta')).toBeVisible()
  await search.fill('Leg')
  await expect.element(tile('Legal')).toBeVisible()
  await expect.element(tile('Zeta')).not.toBeInTheDocument()
})

test('the overlay leaves the filters alone, and a credential that was saved is seen whatever they were', async () => {
  await openPage(`${path}?q=Zeta&sort=name`, { credentials })
  await button('Add Credential').click()
  await expect.element(page.getByRole('dialog')).toBeVisible()
  expect(location.search).toBe('?q=Zeta&sort=name')
  await page.getByRole('textbox', { name: 'Credential Name' }).fill('Brand new')
  await page.getByLabelText('Access Token', { exact: false }).first().fill(btoa('tok:made-up'))
  await button('Save').click()
  await expect.element(tile('Brand new')).toHaveFocus()
  await expect.element(tile('Brand new')).toBeChecked()
  await expect.element(tile('Brand new')).toBeInViewport()
  expect(location.search).toBe('?sort=name')
  await expect.element(search).toHaveValue('')
  await userEvent.keyboard('{Tab}')
  await expect.element(button('Actions for Brand new')).toHaveFocus()
})

test('another step leaves the filters behind', async () => {
  await openPage(`${path}?q=Zeta`, { credentials })
  await tile('Zeta').click()
  await button('Next').click()
  await expect.element(heading('Configure')).toBeVisible()
  expect(location.search).toBe('')
})
