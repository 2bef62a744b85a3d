import type { Page } from 'playwright/test'
import { openOverlay, overlay } from './add-credential.ts'
import { expect, test } from './fixture.ts'

const leaving = {
  Escape: (page) => page.keyboard.press('Escape'),
  'a click outside': (page) => page.mouse.click(5, 300),
  "the browser's Back": (page) => page.goBack(),
  Cancel: (page) => overlay(page).dialog.getByRole('button', { name: 'Cancel' }).click(),
} satisfies Record<string, (page: Page) => Promise<unknown>>

for (const [way, leave] of Object.entries(leaving)) {
  test(`${way} asks before it throws away what was typed`, async ({ page }) => {
    await openOverlay(page)
    await overlay(page).name.fill('Half done')
    await leave(page)
    const question = page.getByRole('alertdialog')
    await question.getByRole('button', { name: /Keep/u }).click()
    await expect(question).toBeHidden()
    await expect(overlay(page).name).toHaveValue('Half done')
    await expect(page).toHaveURL(/add-credential$/u)

    await leave(page)
    await question.getByRole('button', { name: /Discard/u }).click()
    await expect(overlay(page).dialog).toBeHidden()
    await expect(page).toHaveURL(/authenticate$/u)
    await page.getByRole('button', { name: 'Add Credential' }).click()
    await expect(overlay(page).name).toHaveValue('')
  })

  test(`${way} closes an untouched overlay without a question, and focus goes back`, async ({ page }) => {
    await openOverlay(page)
    await leave(page)
    await expect(overlay(page).dialog).toBeHidden()
    await expect(page.getByRole('button', { name: 'Add Credential' })).toBeFocused()
  })
}

test("the browser's Back, pressed again while it is asked, loses nothing", async ({ page }) => {
  await openOverlay(page)
  await overlay(page).name.fill('Half done')
  const question = page.getByRole('alertdialog')
  for (const _ of [1, 2, 3]) {
    await page.goBack()
    await expect(question).toBeVisible()
    await expect(page).toHaveURL(/add-credential$/u)
  }
  await question.getByRole('button', { name: /Keep/u }).click()
  await expect(overlay(page).name).toHaveValue('Half done')
})
