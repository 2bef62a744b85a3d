import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import {
  announced,
  button,
  findViolations,
  heading,
  link,
  makeCredential,
  makeResource,
  openPage,
} from '../app.fixture.tsx'

test('with nothing made yet, it says so and offers both beginnings', async () => {
  await openPage('/')
  await expect.element(page.getByText(/Nothing flows yet/u)).toBeVisible()
  await expect.element(link('New source')).toHaveAttribute('href', '/new/source/select')
  await expect.element(link('New destination')).toHaveAttribute('href', '/new/destination/select')
  expect(document.title).toBe('Data flows · Latchkey')
})

test('lists what was made, with its connector, its credential and the host it calls', async () => {
  await page.viewport(1_280, 800)
  const credential = makeCredential({ name: 'Acme EU', status: 'failed' })
  await openPage('/', { resources: [makeResource({ kind: 'destination', name: 'Tags', region: 'eu', credential })] })
  const row = page.getByRole('row', { name: /^Tags/u })
  for (const words of ['Destination', 'Intercom', 'Acme EU', 'Failed', 'api.eu.intercom.io', 'just now']) {
    await expect.element(row).toMatchTextContent(new RegExp(words, 'u'))
  }
})

test('a credential that is limited is not shown as one that may do everything', async () => {
  await page.viewport(1_280, 800)
  await openPage('/', { resources: [makeResource({ credential: makeCredential({ statusReason: 'scope' }) })] })
  await expect.element(page.getByRole('row', { name: /^Conversations/u })).toMatchTextContent(/Limited/u)
  await expect.element(page.getByText('Verified')).not.toBeInTheDocument()
})

test('where there is no room for a table, each is a card', async () => {
  await page.viewport(320, 800)
  await openPage('/', { resources: [makeResource()] })
  await expect.element(page.getByRole('listitem').filter({ hasText: 'Conversations' })).toBeVisible()
  await expect.element(page.getByRole('table')).not.toBeInTheDocument()
})

test('shows more, a page at a time', async () => {
  const resources = ['One', 'Two', 'Three'].map((name) => makeResource({ name }))
  await openPage('/', { resources, pageSize: 2 })
  await expect.element(page.getByText('Two')).toBeVisible()
  await expect.element(page.getByText('Three')).not.toBeInTheDocument()
  await button('Show more').click()
  await expect.element(page.getByText('Three')).toHaveFocus()
  await expect.element(announced()).toMatchTextContent(/^1 more shown\.$/u)
  await expect.element(button('Show more')).not.toBeInTheDocument()
})

test('that Latchkey did not answer reads differently from a refusal, and Retry asks again', async () => {
  const { latchkey } = await openPage('/', {
    resources: [makeResource()],
    failures: { 'GET /api/resources': ['silence', 'silence', 'store_unavailable'] },
  })
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Latchkey did not answer\./u)
  await button('Retry').click()
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent(/Latchkey answered: Latchkey cannot reach its store/u)
  await button('Retry').click()
  await expect.element(page.getByText('Conversations')).toBeVisible()
  expect(latchkey.sent.filter(({ call }) => call === 'GET /api/resources')).toHaveLength(4)
})

test('says that it is loading', async () => {
  await openPage('/', { failures: { 'GET /api/resources': ['hang'] } })
  await expect.element(page.getByText('Loading sources and destinations…')).toBeInTheDocument()
})

test('an address that leads nowhere says so, and leads back', async () => {
  await openPage('/new/source/nowhere')
  await expect.element(heading('There is nothing here')).toBeVisible()
  await link('Go to Data flows').click()
  await expect.element(heading('Data flows')).toHaveFocus()
})

test('while the sandbox runs, a banner says so and lets its tokens be copied without showing them', async () => {
  const token = btoa('a sample that is longer than what is shown')
  await openPage('/', { sandbox: { tokens: [{ behaviour: 'revoked', region: 'eu', token, expects: 'rejected' }] } })
  const banner = page.getByRole('complementary', { name: 'Sandbox' })
  await expect.element(banner).toMatchTextContent(/Sandbox: Intercom is played by a stand-in on this machine\./u)
  await page.getByText('Sample tokens').click()
  await expect.element(button('Copy sample token: Revoked, EU')).toBeVisible()
  expect(document.documentElement.outerHTML).not.toContain(token)
})

test('without a sandbox there is no banner', async () => {
  await openPage('/')
  await expect.element(page.getByText(/Nothing flows yet/u)).toBeVisible()
  await expect.element(page.getByRole('complementary')).not.toBeInTheDocument()
})

test.each([1_280, 320])('axe finds nothing at %i pixels, nor does anything scroll sideways', async (width) => {
  await page.viewport(width, 800)
  const name = 'Unbreakable'.repeat(10)
  await openPage('/', { resources: [makeResource(), makeResource({ name, kind: 'destination' })] })
  await expect.element(page.getByText(name)).toBeVisible()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
})
