import { expect, type Locator, type Page } from 'playwright/test'

/** The screen *Authenticate* for a source, as Select leads there. */
export async function openAuthenticate(page: Page): Promise<void> {
  await page.goto('/new/source/select')
  await page.getByRole('main').getByText('Intercom', { exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Authenticate' })).toBeVisible()
}

export function tileOf(page: Page, name: string): Locator {
  return page.getByRole('radio', { name, exact: true })
}

type TileAction = 'Details' | 'Edit' | 'Check now' | 'Replace token' | 'Reconnect' | 'Delete'

/** Chosen from a tile's menu. */
export async function chooseAction(page: Page, name: string, action: TileAction): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

/** A credential's details, at the side of the screen. */
export function detailsOf(page: Page, name: string): Locator {
  return page.getByRole('dialog', { name, exact: true })
}

/** Where a name is edited in place. */
export function nameField(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Name', exact: true })
}

export function replaceForm(page: Page): { dialog: Locator; token: Locator; replace: Locator } {
  const dialog = page.getByRole('dialog', { name: 'Replace token' })
  return {
    dialog,
    token: dialog.locator('input[data-1p-ignore]'),
    replace: dialog.getByRole('button', { name: 'Replace token', exact: true }),
  }
}

export function toast(page: Page, words: string): Locator {
  return page.getByRole('listitem').filter({ hasText: words })
}
