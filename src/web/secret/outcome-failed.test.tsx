import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { fillIn, openOverlay, saveButton } from '../add-credential/add-credential.fixture.tsx'
import { button, existing, refuse, tokenField } from './secret-form.fixture.ts'

vi.mock('./outcome.tsx', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('an outcome whose words could not be loaded is said in short, and nothing typed is lost', async () => {
  await openOverlay(refuse('duplicate_credential', { existing }))
  await fillIn()
  await saveButton().click()
  await expect.element(page.getByRole('group', { name: /stored already, as “Acme EU”/u })).toHaveFocus()
  await expect.element(button('Load the rest of the page')).toBeVisible()
  await expect.element(tokenField()).not.toHaveValue('')
})
