import type { Page } from 'playwright/test'
import { endpoints } from '../src/contract/endpoints.ts'
import { resourcePageSchema } from '../src/contract/listed-resource.ts'
import { resourceSchema } from '../src/contract/resource.ts'
import { expectAccessible } from './axe.ts'
import { openAuthenticate, tileOf } from './credential-life.ts'
import { expect, type Latchkey, test } from './fixture.ts'
import { makeCredential } from './make.ts'

test('a source from a template is tried, its rows are read page by page, and it is saved', async ({
  page,
  latchkey,
}) => {
  await makeCredential(latchkey, { name: 'Acme', token: latchkey.token('accepted', 'eu') })
  await openConfigure(page, 'source', 'Acme')
  await page.getByLabel('Source Name').fill('People')
  await expect(page.getByRole('radio', { name: 'Contacts', exact: true })).toBeChecked()
  await page.getByLabel('per_page').fill('20')
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  const result = page.getByRole('region', { name: 'Result' })
  await expect(result).toContainText(/200 OK.*1 call used · [\d,]+ of [\d,]+ left/u)
  await expect(result.getByRole('columnheader', { name: 'id', exact: true })).toBeVisible()
  await expect(result.getByText(/20 rows, \d+ columns/u)).toBeVisible()
  const first = await result.getByRole('row').nth(1).innerText()
  await result.getByRole('button', { name: 'Next page' }).click()
  await expect(result.getByText('Page 2')).toBeVisible()
  await expect(result.getByRole('row').nth(1)).not.toHaveText(first)
  await result.getByRole('button', { name: 'Row 1 as JSON' }).click()
  await expect(result.getByRole('region', { name: 'Row 1', exact: true })).toContainText('"email"')
  await expectAccessible(page, 'a row')
  const paths = latchkey.sandbox.requests.map(({ path }) => path)
  expect(paths.slice(-2)).toEqual([
    '/contacts?per_page=20',
    expect.stringMatching(/^\/contacts\?per_page=20&starting_after=./u),
  ])

  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page).toHaveURL('/')
  expect(await readConfigurations(latchkey)).toEqual([
    { template: 'contacts', path: '/contacts', query: [{ name: 'per_page', value: '20' }], headers: [] },
  ])
})

test('a request by hand that the provider does not know is answered in its own words', async ({ page, latchkey }) => {
  await makeCredential(latchkey, { name: 'Acme' })
  await openConfigure(page, 'source', 'Acme')
  await page.getByRole('radio', { name: 'Configure Using a Template' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByLabel('Path').fill('/contacts/nobody')
  await page.getByRole('button', { name: 'Add header' }).click()
  await expect(page.getByLabel('header 1: name')).toBeFocused()
  await page.keyboard.type('accept-language')
  await page.keyboard.press('Tab')
  await page.keyboard.type('de')
  const held = Promise.withResolvers<void>()
  await page.route('**/test-request', async (route) => held.promise.then(() => route.continue()), { times: 1 })
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Stop waiting' }).focus()
  held.resolve()
  const result = page.getByRole('region', { name: 'Result' })
  await expect(result).toBeFocused()
  await expect(result).toContainText(/Intercom answered 404 Not Found\..*not_found.*Check the path/u)
  await expectAccessible(page, 'refused by the provider')
  expect(latchkey.sandbox.requests.at(-1)).toMatchObject({
    path: expect.stringMatching(/^\/contacts\/nobody/u),
    headers: { 'accept-language': 'de', authorization: '[token]' },
  })

  await page.getByLabel('Path').fill('/nowhere')
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(page.getByLabel('Path')).toBeFocused()
  await expect(page.getByLabel('Path')).toHaveAccessibleDescription(/does not let this path/u)
})

test('a destination is sent to the provider only after that was confirmed, and is saved', async ({
  page,
  latchkey,
}) => {
  await makeCredential(latchkey, { name: 'Acme' })
  await openConfigure(page, 'destination', 'Acme')
  await page.getByLabel('Destination Name').fill('New people')
  await page.getByRole('radio', { name: 'Create a contact', exact: true }).check()
  const email = `ada.${Date.now()}@example.com`
  await page.getByLabel('Sample Record').fill(JSON.stringify({ role: 'user', email }))
  const asked = latchkey.sandbox.requests.length
  const send = page.getByRole('button', { name: 'Send test request' })
  await send.click()
  const question = page.getByRole('alertdialog', { name: 'Send this request?' })
  await expect(question).toContainText(/This writes to .+POST .+\/contacts/u)
  await expectAccessible(page, 'asked before it is sent')
  await page.keyboard.press('Escape')
  await expect(send).toBeFocused()
  expect(latchkey.sandbox.requests).toHaveLength(asked)

  await send.click()
  await question.getByRole('button', { name: 'Send test request' }).click()
  await expect(page.getByRole('region', { name: 'Result' })).toContainText(new RegExp(`200 OK.*"${email}"`, 'u'))
  await expectAccessible(page, 'sent')
  const written = latchkey.sandbox.requests.slice(asked)
  expect(written).toMatchObject([
    {
      method: 'POST',
      path: '/contacts',
      headers: { 'content-type': 'application/json' },
      bodyLength: expect.any(Number),
    },
  ])
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page).toHaveURL('/')
  expect(await readConfigurations(latchkey)).toMatchObject([{ template: 'create-contact', method: 'POST' }])
})

/** As a person comes there: by choosing a connector and a credential. */
async function openConfigure(page: Page, kind: 'source' | 'destination', credential: string): Promise<void> {
  if (kind === 'source') await openAuthenticate(page)
  else {
    await page.goto('/new/destination/select')
    await page.getByRole('main').getByText('Intercom', { exact: true }).click()
  }
  await tileOf(page, credential).check()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Configure' })).toBeFocused()
}

async function readConfigurations({ origin, cookie }: Latchkey): Promise<unknown[]> {
  const read = async (path: string) => (await fetch(origin + path, { headers: { cookie } })).json()
  const { resources } = resourcePageSchema.parse(await read(endpoints.resources))
  return Promise.all(
    resources.map(
      async ({ id }) => resourceSchema.parse(await read(endpoints.resource.replace(':resource', id))).configuration,
    ),
  )
}
