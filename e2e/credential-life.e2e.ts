import { randomUUID } from 'node:crypto'
import type { Locator } from 'playwright/test'
import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { chooseAction, detailsOf, nameField, openAuthenticate, replaceForm, tileOf, toast } from './credential-life.ts'
import { expect, test } from './fixture.ts'
import { makeCredential, makeSource, makeToken } from './make.ts'

test('a token is tested, seen to be whose it is, and saved without asking the provider again', async ({
  page,
  latchkey,
}) => {
  const token = makeToken()
  await openOverlay(page)
  await overlay(page).token.fill(token)
  await overlay(page).dialog.getByRole('button', { name: 'Test', exact: true }).click()
  const whose = page.getByRole('group', { name: 'Whose token this is' })
  await expect(whose).toContainText(/Accepted/u)
  await expect(whose).toContainText(/Workspace \w+ · United States/u)
  await expect(whose).toContainText(/Admin: .+@/u)
  const asked = latchkey.sandbox.requests.length

  await overlay(page).token.fill(makeToken())
  await expect(whose).toBeHidden()
  await overlay(page).token.fill(token)
  await fillAndSave(page, { name: 'Tested', token })
  await expect(tileOf(page, 'Tested')).toBeChecked()
  expect(latchkey.sandbox.requests).toHaveLength(asked)
})

test('a token of a workspace that is there already is said to be, and can be saved all the same', async ({
  page,
  latchkey,
}) => {
  const workspace = randomUUID()
  await makeCredential(latchkey, { name: 'First', token: makeToken(workspace, 1) })
  await openOverlay(page)
  await overlay(page).name.fill('Second')
  await overlay(page).token.fill(makeToken(workspace, 2))
  await overlay(page).dialog.getByRole('button', { name: 'Test', exact: true }).click()
  const whose = page.getByRole('group', { name: 'Whose token this is' })
  await expect(whose).toContainText('“First”, already holds a token of this workspace.')
  await overlay(page).save.click()
  await expect(tileOf(page, 'Second')).toBeChecked()
})

test('a token that was revoked is found out, stands first, is seen by what uses it, and is replaced', async ({
  page,
  latchkey,
}) => {
  const token = makeToken()
  const old = await makeCredential(latchkey, { name: 'Ageing', token })
  await makeCredential(latchkey, { name: 'Newer' })
  await makeSource(latchkey, old, 'Contacts')
  await openAuthenticate(page)
  await expect(page.getByRole('radio').first()).toHaveAccessibleName('Newer')

  latchkey.sandbox.revoke(token)
  await chooseAction(page, 'Ageing', 'Check now')
  const details = detailsOf(page, 'Ageing')
  await expect(details.getByText(/revoked this token|was revoked/u).first()).toBeVisible()
  await details.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('radio').first()).toHaveAccessibleName('Ageing')
  await expect(tileOf(page, 'Ageing')).toHaveAccessibleDescription(/Revoked/u)

  await page.goto('/')
  const row = page.getByRole('row', { name: /Contacts/u })
  await expect(row).toContainText(/Revoked/u)
  await row.getByRole('link', { name: 'Ageing' }).click()
  await detailsOf(page, 'Ageing').getByRole('button', { name: 'Replace token' }).last().click()

  const { dialog, token: field, replace } = replaceForm(page)
  await field.fill(makeToken())
  await replace.click()
  await expect(dialog).toContainText('The new token belongs to another workspace.')
  const goOn = dialog.getByRole('button', { name: /^Replace with/u })
  await expect(goOn).toHaveAttribute('aria-disabled', 'true')
  const confirmation = dialog.getByLabel(/To go on, type/u)
  const asked = /: (?<name>.+)$/u.exec(await dialog.getByText(/To go on, type/u).innerText())?.groups?.['name']
  await confirmation.fill(asked ?? '')
  await goOn.click()
  await expect(page.getByText('The token of “Ageing” was replaced.').first()).toBeVisible()
  await expect(dialog).toBeHidden()
  await detailsOf(page, 'Ageing').getByRole('button', { name: 'Close' }).click()
  await expect(row).toContainText(/Verified/u)
})

test('of two people who edit one credential, the later is told, and overwrites nothing unseen', async ({
  page,
  context,
  latchkey,
}) => {
  const { id } = await makeCredential(latchkey, { name: 'Shared' })
  const other = await context.newPage()
  for (const each of [page, other]) {
    await each.goto(`/?details=${id}`)
    await detailsOf(each, 'Shared').getByRole('button', { name: 'Edit name' }).click()
  }
  await nameField(other).fill('Theirs')
  await other.keyboard.press('Enter')
  await expect(detailsOf(other, 'Theirs')).toBeVisible()

  await nameField(page).fill('Mine')
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog')
  await expect(details).toContainText(/somebody else has changed it meanwhile.*Theirs/u)
  await details.getByRole('button', { name: 'Keep mine' }).click()
  await expect(detailsOf(page, 'Mine')).toBeVisible()
  await expect(detailsOf(page, 'Mine').getByText(/renamed it from “Theirs” to “Mine”/u)).toBeVisible()
})

test('what is deleted is had back by Undo, and erased for good from the recently deleted ones', async ({
  page,
  latchkey,
}) => {
  await makeCredential(latchkey, { name: 'Passing' })
  await makeCredential(latchkey, { name: 'Staying' })
  await openAuthenticate(page)
  await tileOf(page, 'Passing').check()
  const remove = async () => {
    await chooseAction(page, 'Passing', 'Delete')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await expect(tileOf(page, 'Passing')).toBeHidden()
  }
  await remove()
  await toast(page, '“Passing” deleted.').getByRole('button', { name: 'Undo' }).click()
  await expect(tileOf(page, 'Passing')).toBeVisible()

  await remove()
  await page.getByRole('link', { name: 'Recently deleted' }).click()
  const deleted = page.getByRole('dialog', { name: 'Recently deleted' })
  await deleted.getByRole('button', { name: 'Erase now “Passing”' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Erase for good' }).click()
  await expect(deleted).toContainText('Nothing was deleted in the last 7 days.')
  await deleted.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('radio')).toHaveCount(1)
})

test('what is used cannot be deleted, and leads to what uses it', async ({ page, latchkey }) => {
  const credential = await makeCredential(latchkey, { name: 'Needed' })
  await makeSource(latchkey, credential, 'Contacts')
  await makeSource(latchkey, credential, 'Tags')
  await openAuthenticate(page)
  await chooseAction(page, 'Needed', 'Delete')
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(question).toContainText('“Needed” is in use')
  await question.getByRole('link', { name: 'Contacts' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Data flows' })).toBeVisible()
  await expect(page.getByRole('row', { name: /Contacts/u })).toHaveAttribute('aria-current', 'true')
})

test('keyboard alone: a menu, a rename, a deletion, and its Undo', async ({ page, latchkey }) => {
  await makeCredential(latchkey, { name: 'Before' })
  await openAuthenticate(page)
  await tileOf(page, 'Before').focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Actions for Before' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Details' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Actions for Before' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Details' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(nameField(page)).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('After')
  await page.keyboard.press('Enter')
  await expect(detailsOf(page, 'After')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Actions for After' })).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Details' })).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }))
  await page.keyboard.press('Enter')
  await expect(tileOf(page, 'After')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Add Credential' })).toBeFocused()
  await page.keyboard.press('F8')
  await tabTo(page.getByRole('button', { name: 'Undo' }))
  await page.keyboard.press('Enter')
  await expect(tileOf(page, 'After')).toBeVisible()
})

/** Presses Tab until it has the focus, as somebody without a mouse would. */
async function tabTo(control: Locator): Promise<void> {
  await expect(control).toBeVisible()
  for (let press = 0; press < 10; press += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await control.page().keyboard.press('Tab')
  }
  throw new Error(`Tab did not reach ${String(control)}`)
}
