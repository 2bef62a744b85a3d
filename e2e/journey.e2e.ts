import type { Page } from 'playwright/test'
import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { expect, test } from './fixture.ts'

for (const kind of ['source', 'destination'] as const) {
  test(`a person adds a credential and makes a ${kind} with it`, async ({ page, latchkey }) => {
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1, name: 'Data flows' })).toBeVisible()
    await openOverlay(page, kind)
    await fillAndSave(page, {
      name: 'Acme support',
      description: 'Weekly churn.',
      token: latchkey.token('accepted', 'eu'),
    })

    await expect(overlay(page).dialog).toBeHidden()
    const tile = page.getByRole('radio', { name: 'Acme support' })
    await expect(tile).toBeChecked()
    await expect(tile).toBeFocused()
    await expect(tile).toBeInViewport()
    await expect(page.getByRole('status').filter({ hasText: /Acme support.*saved.*European Union/u })).toBeAttached()

    await page.getByRole('button', { name: 'Next' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Configure' })).toBeVisible()
    const endpoint = page.getByLabel('API Endpoint URL')
    await expect(endpoint.locator('option')).toHaveText([
      /https:\/\/api\.intercom\.io/u,
      /https:\/\/api\.eu\.intercom\.io/u,
      /https:\/\/api\.au\.intercom\.io/u,
    ])
    await expect(endpoint.locator('option:checked')).toHaveText(/api\.eu\.intercom\.io/u)
    await page.getByLabel(/(Source|Destination) Name/u).fill('Contacts')
    await page.getByRole('button', { name: 'Save' }).click()

    await expect(page).toHaveURL('/')
    const row = page.getByRole('row', { name: /Contacts/u })
    await expect(row).toContainText('Acme support')
    await expect(row).toContainText('Intercom')
    await expect(row).toContainText(kind === 'source' ? 'Source' : 'Destination')
  })
}

test('the whole way works by keyboard alone', async ({ page, latchkey }) => {
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'New source' })).toBeVisible()
  await tabTo(page, 'New source')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Select' })).toBeFocused()
  await tabTo(page, 'Intercom')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Authenticate' })).toBeFocused()

  for (const name of ['First', 'Second']) {
    await tabTo(page, 'Add Credential')
    await page.keyboard.press('Enter')
    await expect(overlay(page).name).toBeFocused()
    await page.keyboard.type(name)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect(overlay(page).token).toBeFocused()
    await page.keyboard.type(latchkey.token(name === 'First' ? 'accepted' : 'test_workspace'))
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('radio', { name })).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
  }

  await tabTo(page, 'Second')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'First' })).toBeChecked()
  await tabTo(page, 'Next')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Configure' })).toBeFocused()
  await tabTo(page, 'Source Name')
  await page.keyboard.type('Contacts')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /Contacts/u })).toContainText('First')
})

test('a step that lacks something says what, and lets nobody past', async ({ page }) => {
  await page.goto('/new/source/configure')
  await expect(page).toHaveURL('/new/source/select')
  await page.getByRole('main').getByText('Intercom', { exact: true }).click()
  const next = page.getByRole('button', { name: 'Next' })
  await expect(next).toHaveAttribute('aria-disabled', 'true')
  await expect(next).toHaveAccessibleDescription(/Choose a credential/u)
  await next.dispatchEvent('click')
  await expect(page).toHaveURL('/new/source/authenticate')
})

test('back, forward and a reload keep what was entered, but never the token', async ({ page, latchkey }) => {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Kept', token: latchkey.token('accepted') })
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Source Name').fill('Contacts')
  await page.goBack()
  await expect(page.getByRole('radio', { name: 'Kept' })).toBeChecked()
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Select' })).toBeVisible()
  await page.goForward()
  await page.goForward()
  await expect(page.getByLabel('Source Name')).toHaveValue('Contacts')
  await page.reload()
  await expect(page.getByLabel('Source Name')).toHaveValue('Contacts')

  await page.getByRole('link', { name: /Authenticate/u }).click()
  await page.getByRole('button', { name: 'Add Credential' }).click()
  await overlay(page).name.fill('Half done')
  await overlay(page).description.fill('Nearly')
  await overlay(page).token.fill(latchkey.token('test_workspace'))
  await page.reload()
  await expect(overlay(page).name).toHaveValue('Half done')
  await expect(overlay(page).description).toHaveValue('Nearly')
  await expect(overlay(page).token).toHaveValue('')
})

/** Presses Tab until what has that accessible name is focused, as somebody without a mouse would. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    const focused = page.locator(':focus')
    if ((await focused.count()) > 0 && (await focused.first().ariaSnapshot()).includes(name)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab did not reach ${name}`)
}

test('what a flow’s screen needs is named with the page, and there', async ({ page, request }) => {
  const fetched: string[] = []
  page.on('request', (sent) => fetched.push(new URL(sent.url()).pathname))
  const answer = await page.goto('/new/source/select')
  await expect(page.getByRole('heading', { level: 1, name: 'Select' })).toBeVisible()
  const named = [...(answer?.headers()['link'] ?? '').matchAll(/<([^>]+)>/gu)].map(([, path = '']) => path)
  expect(named.length).toBeGreaterThan(1)
  for (const path of named) {
    expect((await request.get(path)).status(), path).toBe(200)
    expect(fetched, path).toContain(path)
  }
})
