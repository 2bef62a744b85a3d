import { expect, type Locator, type Page } from 'playwright/test'

/** A page, or a frame of one. */
type Screen = Pick<Page, 'getByRole'>

/** The overlay as a person meets it: by the names of its parts. */
export function overlay(page: Screen): {
  dialog: Locator
  name: Locator
  description: Locator
  token: Locator
  save: Locator
} {
  const dialog = page.getByRole('dialog', { name: 'Add New Credential' })
  return {
    dialog,
    name: dialog.getByLabel('Credential Name'),
    description: dialog.getByLabel('Credential Description'),
    token: dialog.locator('input[data-1p-ignore]'),
    save: dialog.getByRole('button', { name: 'Save', exact: true }),
  }
}

export async function openOverlay(page: Page, kind: 'source' | 'destination' = 'source'): Promise<void> {
  await page.goto(`/new/${kind}/select`)
  await page.getByRole('main').getByText('Intercom', { exact: true }).click()
  await page.getByRole('button', { name: 'Add Credential' }).click()
  await expect(overlay(page).name).toBeFocused()
}

export async function fillAndSave(
  page: Screen,
  values: { name: string; token: string; description?: string },
): Promise<void> {
  const { name, description, token, save } = overlay(page)
  await name.fill(values.name)
  if (values.description !== undefined) await description.fill(values.description)
  await token.fill(values.token)
  await save.click()
}
