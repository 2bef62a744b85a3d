import type { Page } from 'playwright/test'
import { CLIENT_HEADER } from '../src/contract/endpoints.ts'
import { expectAccessible } from './axe.ts'
import { detailsOf, toast } from './credential-life.ts'
import { expect, test } from './fixture.ts'
import { makeCredential, makeSource } from './make.ts'

test('a saved source is opened, configured, saved and removed, by the keyboard alone', async ({ page, latchkey }) => {
  const credential = await makeCredential(latchkey, { name: 'In use' })
  await makeSource(latchkey, credential, 'People')
  await page.goto('/')
  await expect(page.getByRole('row', { name: /People/u })).toContainText('Not configured yet')
  await page.getByRole('link', { name: 'People' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeFocused()

  const name = nameField(page)
  await tabTo(page, name)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('Everybody')
  await tabTo(page, page.getByRole('radio', { name: /^Contacts/u }))
  await page.keyboard.press('Space')
  await expect(page.getByText('Unsaved changes')).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Save changes' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Everybody' })).toBeVisible()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()

  await page.reload()
  await expect(name).toHaveValue('Everybody')
  await expect(page.getByRole('radio', { name: /^Contacts/u })).toBeChecked()
  await page.getByRole('button', { name: 'Remove' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(toast(page, 'Source “Everybody” removed.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'Data flows' })).toBeFocused()
  await expect(page.getByText(/Nothing flows yet/u)).toBeVisible()
})

test('of two people who rename one source, the later is told, and leaves nothing unsaved unasked', async ({
  page,
  latchkey,
}) => {
  const credential = await makeCredential(latchkey, { name: 'In use' })
  await makeCredential(latchkey, { name: 'Another' })
  const { id } = await makeSource(latchkey, credential, 'Shared')
  await page.goto(`/resources/${id}`)
  await page.getByRole('button', { name: 'Change credential' }).click()
  await expect(page.getByRole('button', { name: /In use now/u })).toBeVisible()
  await expectAccessible(page, 'change credential')
  await page.getByRole('button', { name: /^Another/u }).click()
  await nameField(page).fill('Mine')
  await page.request.patch(`/api/resources/${id}`, {
    data: { kind: 'source', name: 'Theirs' },
    headers: { [CLIENT_HEADER]: 'e2e' },
  })

  await page.getByRole('link', { name: 'Back', exact: true }).click()
  await expect(page.getByRole('alertdialog')).toContainText('Leave without saving?')
  await expectAccessible(page, 'leave')
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('alert')).toContainText('Its name is now “Theirs”.')
  await expectAccessible(page, 'conflict')
  await page.getByRole('button', { name: 'Save mine' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Mine' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Credential' })).toContainText('Another')
  await page.getByRole('link', { name: 'Back', exact: true }).click()
  await expect(page.getByRole('row', { name: /^Mine/u })).toContainText('Another')
})

test('the last day of a credential that was used is plotted, and there as a table', async ({ page, latchkey }) => {
  const { id } = await makeCredential(latchkey, { name: 'Busy' })
  await page.goto(`/?details=${id}`)
  const lastDay = detailsOf(page, 'Busy').getByRole('region', { name: 'Last day' })
  await expect(lastDay).toContainText('Not used in the last day.')
  for (const path of ['/contacts', '/tags', '/no-such-thing']) {
    await page.request.post(`/api/credentials/${id}/test-request`, {
      data: { method: 'GET', path },
      headers: { [CLIENT_HEADER]: 'e2e' },
    })
  }
  await page.reload()
  await expect(lastDay).toContainText('2 calls to Intercom: all went well.')
  await expect(lastDay.getByRole('img', { name: /^Calls by the hour: 2 at the most/u })).toBeVisible()
  await lastDay.getByText('Show as table').click()
  await expect(lastDay.getByRole('row')).toHaveCount(2)
  await expectAccessible(page, 'last day')
})

function nameField(page: Page) {
  return page.getByRole('textbox', { name: 'Source Name' })
}

/** Walks on by the Tab key, as far as a screen goes. */
async function tabTo(page: Page, target: ReturnType<Page['getByRole']>): Promise<void> {
  await target.waitFor()
  for (let step = 0; step < 40; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('The Tab key does not lead there')
}
