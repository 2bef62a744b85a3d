import type { Page } from 'playwright/test'
import { CLIENT_HEADER } from '../src/contract/endpoints.ts'
import { openOverlay, overlay } from './add-credential.ts'
import { expectAccessible } from './axe.ts'
import { chooseAction, detailsOf, nameField, openAuthenticate, replaceForm, tileOf, toast } from './credential-life.ts'
import { expect, type Latchkey, test } from './fixture.ts'
import { makeCredential, makeSource, makeToken } from './make.ts'

test('axe finds nothing while a token is tested, nor in what comes of it', async ({ page, latchkey }) => {
  const token = makeToken(crypto.randomUUID(), 1)
  await makeCredential(latchkey, { name: 'The same workspace’s', token: latchkey.token('test_workspace') })
  await makeCredential(latchkey, { name: 'First', token })
  await openOverlay(page)
  const testButton = overlay(page).dialog.getByRole('button', { name: 'Test', exact: true })
  const whose = page.getByRole('group', { name: 'Whose token this is' })
  for (const [tested, outcome] of [
    [makeToken(), whose],
    [latchkey.token('null_account'), whose],
    [token, overlay(page).dialog.getByRole('button', { name: 'Use “First”' })],
    [latchkey.token('restricted'), overlay(page).dialog.getByText('Read one admin')],
  ] as const) {
    await overlay(page).token.fill(tested)
    await testButton.click()
    await expect(outcome.first()).toBeVisible()
    await expectAccessible(page, await outcome.first().innerText())
  }
})

test('axe finds nothing where credentials are found among many, or none', async ({ page, latchkey }) => {
  for (const name of ['Berlin', 'Bern', 'Oslo', 'Paris', 'Quito', 'Rome', 'Turin']) {
    await makeCredential(latchkey, { name })
  }
  await openAuthenticate(page)
  await page.getByLabel('Search credentials').fill('ber')
  await expect(page.getByText('2 found')).toBeVisible()
  await expectAccessible(page, 'two found')
  await page.getByRole('button', { name: 'Actions for Bern', exact: true }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectAccessible(page, "a tile's menu")
  await page.keyboard.press('Escape')
  await page.getByLabel('Search credentials').fill('nobody has this')
  await expect(page.getByText('No Intercom credential is like that.')).toBeVisible()
  await expectAccessible(page, 'none found')
})

test('axe finds nothing in a failed credential, where it is used, on its tile and in its details', async ({
  page,
  latchkey,
}) => {
  await makeFailed(page, latchkey)
  await page.goto('/')
  await expect(page.getByRole('row', { name: /Contacts/u })).toContainText(/Revoked/u)
  await expectAccessible(page, 'data flows')
  await openAuthenticate(page)
  await expect(tileOf(page, 'Failed')).toBeVisible()
  await expectAccessible(page, 'tile')
  await chooseAction(page, 'Failed', 'Check now')
  const details = detailsOf(page, 'Failed')
  await expect(details.getByRole('button', { name: 'Replace token' })).toHaveCount(2)
  await expectAccessible(page, 'checked')
  await details.getByRole('button', { name: 'Delete' }).click()
  await expectAccessible(page, 'question')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByRole('alertdialog')).toContainText('in use')
  await expectAccessible(page, 'in use')
})

test('axe finds nothing in the form for another token, nor in its question', async ({ page, latchkey }) => {
  await makeCredential(latchkey, { name: 'Old' })
  await openAuthenticate(page)
  await chooseAction(page, 'Old', 'Replace token')
  const { dialog, token, replace } = replaceForm(page)
  await expectAccessible(page, 'replace')
  await token.fill(makeToken())
  await replace.click()
  await expect(dialog).toContainText('The new token belongs to another workspace.')
  await expectAccessible(page, "another workspace's")
})

test('axe finds nothing while a name is edited, nor where somebody else was faster', async ({ page, latchkey }) => {
  const { id } = await makeCredential(latchkey, { name: 'Shared', description: 'Long words. '.repeat(80) })
  await page.goto(`/?details=${id}`)
  await detailsOf(page, 'Shared').getByRole('button', { name: 'Edit name' }).click()
  await expectAccessible(page, 'editing')
  await page.request.patch(`/api/credentials/${id}`, { data: { name: 'Theirs' }, headers: { [CLIENT_HEADER]: 'e2e' } })
  await nameField(page).fill('Mine')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Keep mine' })).toBeVisible()
  await expectAccessible(page, 'changed meanwhile')
})

test('axe finds nothing in what was deleted', async ({ page, latchkey }) => {
  await makeCredential(latchkey, { name: 'Passing' })
  await openAuthenticate(page)
  await chooseAction(page, 'Passing', 'Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(toast(page, '“Passing” deleted.')).toBeVisible()
  await expectAccessible(page, 'toast')
  await page.getByRole('link', { name: 'Recently deleted' }).click()
  await expect(page.getByRole('button', { name: 'Erase now “Passing”' })).toBeVisible()
  await expectAccessible(page, 'recently deleted')
  await page.getByRole('button', { name: 'Erase now “Passing”' }).click()
  await expectAccessible(page, 'erase')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Erase for good' }).click()
  await expect(page.getByText('Nothing was deleted in the last 7 days.')).toBeVisible()
  await expectAccessible(page, 'nothing deleted')
})

/** One that failed since it was saved, and that a source uses. */
async function makeFailed(page: Page, latchkey: Latchkey): Promise<void> {
  const token = makeToken()
  const credential = await makeCredential(latchkey, { name: 'Failed', token })
  await makeSource(latchkey, credential, 'Contacts')
  latchkey.sandbox.revoke(token)
  const answer = await page.request.post(`/api/credentials/${credential.id}/check`, {
    headers: { [CLIENT_HEADER]: 'e2e' },
  })
  expect(answer.ok()).toBe(true)
}
