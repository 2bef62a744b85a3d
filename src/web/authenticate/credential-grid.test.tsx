import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, heading, keepDraft, makeCredential, openPage, tile } from '../app.fixture.tsx'

const path = '/new/source/authenticate'
/** As many as there would be in months of work; the fake gives them a hundred a page. */
const many = Array.from({ length: 1_000 }, (_, index) => makeCredential({ name: `Credential ${index + 1}` }))

beforeEach(async () => {
  await page.viewport(1_280, 900)
  keepDraft('source', { connector: 'intercom' })
})

test('of very many only those in sight are in the page, each knowing its place among all', async () => {
  const latchkey = await openMany()
  expect(document.querySelectorAll('*').length).toBeLessThan(1_500)
  await expect.element(tile('Credential 2')).toHaveAttribute('aria-posinset', '2')
  await expect.element(tile('Credential 2')).toHaveAttribute('aria-setsize', '1000')
  const height = document.documentElement.scrollHeight
  scrollTo({ top: height })
  await expect.element(tile('Credential 1000')).toBeInViewport()
  expect(document.querySelectorAll('*').length).toBeLessThan(1_500)
  // Known from the beginning, and not grown with every page.
  expect(Math.abs(document.documentElement.scrollHeight - height)).toBeLessThan(100)
  expect(latchkey.sent.filter(({ call }) => call === 'GET /api/credentials')).toHaveLength(10)
})

test('the chosen one stays in the page wherever one scrolls, and is where the Tab key leads', async () => {
  await openMany()
  await tile('Credential 2').click()
  scrollTo({ top: 4_000 })
  await expect.element(tile('Credential 1')).not.toBeInTheDocument()
  await expect.element(tile('Credential 2')).toBeChecked()
  expect(tile('Credential 2').element()).toBe(document.activeElement)
  button('Add Credential').element().focus({ preventScroll: true })
  await userEvent.keyboard('{Tab}')
  await expect.element(tile('Credential 2')).toHaveFocus()
  await expect.element(tile('Credential 2')).toBeInViewport()
})

test('the arrow keys walk past what is in the page, and round where all are loaded', async () => {
  await openMany(many.slice(0, 80))
  await tile('Credential 1').click()
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(tile('Credential 80')).toHaveFocus()
  await expect.element(tile('Credential 80')).toBeChecked()
  await expect.element(tile('Credential 80')).toBeInViewport()
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(tile('Credential 79')).toHaveFocus()
  await userEvent.keyboard('{ArrowRight}{ArrowRight}')
  await expect.element(tile('Credential 1')).toHaveFocus()
})

test('Home and End lead to the first, and to the last that is loaded', async () => {
  await openMany(many.slice(0, 80))
  await tile('Credential 3').click()
  await userEvent.keyboard('{End}')
  await expect.element(tile('Credential 80')).toHaveFocus()
  await expect.element(tile('Credential 80')).toBeChecked()
  await userEvent.keyboard('{Home}')
  await expect.element(tile('Credential 1')).toHaveFocus()
})

test('a change has a long list asked for anew only once its beginning is looked at, and then that alone', async () => {
  const latchkey = await openMany()
  const asked = () => latchkey.sent.filter(({ call }) => call === 'GET /api/credentials').length
  scrollTo({ top: document.documentElement.scrollHeight })
  await expect.element(tile('Credential 1000')).toBeInViewport()
  expect(asked()).toBe(10)
  await button('Actions for Credential 1000').click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await button('Delete').click()
  await expect.element(page.getByText('999 credentials')).toBeInTheDocument()
  await expect.element(tile('Credential 999')).toHaveFocus()
  expect(asked()).toBe(10)
  scrollTo({ top: 0 })
  await tile('Credential 1').click()
  await expect.poll(asked).toBe(12)
})

test('the one chosen before comes first where no page has it yet, and once only when its page comes', async () => {
  keepDraft('source', { connector: 'intercom', credentialId: many[150]?.id })
  await openMany()
  await expect.element(tile('Credential 151')).toBeChecked()
  await expect.element(tile('Credential 151')).toHaveAttribute('aria-posinset', '1')
  await expect.element(tile('Credential 1')).toHaveAttribute('aria-posinset', '2')
  scrollTo({ top: document.documentElement.scrollHeight })
  await expect.element(tile('Credential 1000')).toBeInTheDocument()
  expect(tile('Credential 151').elements()).toHaveLength(1)
})

test('where one was is found again on coming back, and kept when the page becomes narrower', async () => {
  await openMany()
  await tile('Credential 1').click()
  scrollTo({ top: 5_000 })
  await expect.poll(() => sessionStorage.getItem('latchkey.place')).not.toBeNull()
  const place = topTile()
  expect(place).toBeGreaterThan(50)
  await button('Next').click()
  await expect.element(heading('Configure')).toBeVisible()
  history.back()
  await expect.element(heading('Authenticate')).toBeVisible()
  await expect.poll(topTile).toBe(place)
  await page.viewport(600, 900)
  await expect.poll(() => Math.abs(topTile() - place)).toBeLessThanOrEqual(3)
})

test('that more of them did not come is said, and asking again goes on from there', async () => {
  const failures = { 'GET /api/credentials': [] as 'store_unavailable'[] }
  const latchkey = await openMany(many, failures)
  failures['GET /api/credentials'].push('store_unavailable')
  scrollTo({ top: document.documentElement.scrollHeight })
  await expect.element(page.getByText('More credentials could not be loaded.')).toBeInViewport()
  const asked = latchkey.sent.length
  await button('Retry').click()
  await expect.element(tile('Credential 1000')).toBeInViewport()
  expect(latchkey.sent.length).toBeGreaterThan(asked)
})

async function openMany(credentials = many, failures = {}) {
  const { latchkey } = await openPage(path, { credentials, pageSize: 100, failures })
  await expect.element(tile('Credential 1')).toBeInTheDocument()
  return latchkey
}

/** The place, among all, of the first tile in sight. */
function topTile(): number {
  const places = page
    .getByRole('radio')
    .elements()
    .filter((radio) => radio.getBoundingClientRect().bottom > 0)
    .map((radio) => Number(radio.getAttribute('aria-posinset')))
  return Math.min(...places)
}
