import type { FrameLocator, Locator, Page } from 'playwright/test'
import { overlay } from './add-credential.ts'
import { expect } from './fixture.ts'

/** A page, or a frame of one. */
type Screen = Page | FrameLocator

/** What of the overlay is about connecting. */
export function connecting(screen: Screen): { method: Locator; connect: Locator; card: Locator } {
  const { dialog } = overlay(screen)
  return {
    method: dialog.getByRole('radio', { name: /OAuth/u }),
    connect: dialog.getByRole('button', { name: 'Connect with Intercom' }),
    card: dialog.getByRole('group', { name: /Whose/u }),
  }
}

/** Presses Connect; the window that opens, on the provider's page. */
export async function openProvider(page: Page, button: Locator): Promise<Page> {
  const [window] = await Promise.all([page.waitForEvent('popup'), button.click()])
  await expect(window.getByRole('button', { name: 'Authorize access' })).toBeVisible()
  return window
}

/** What a person does on the provider's page. */
export interface Consent {
  /** The workspace, as the page names it; the one that is picked already where it is left out. */
  workspace?: string
  /** What goes wrong next, as the page names it. */
  fault?: string
  isDenied?: boolean
}

export async function consent(provider: Page, { workspace, fault, isDenied = false }: Consent = {}): Promise<void> {
  if (workspace !== undefined) {
    const radio = provider.getByRole('radio', { name: workspace, exact: true })
    if (!(await radio.isVisible())) await provider.getByText('Workspaces that give trouble').click()
    await radio.check()
  }
  if (fault !== undefined) await provider.getByRole('combobox').selectOption({ label: fault })
  await provider.getByRole('button', { name: isDenied ? 'Deny' : 'Authorize access' }).click()
}

/** From the overlay, by OAuth, to the account card. */
export async function connect(page: Page, wish: Consent = {}): Promise<void> {
  const { method, connect: button, card } = connecting(page)
  await method.check()
  await consent(await openProvider(page, button), wish)
  await expect(card).toBeVisible()
}
