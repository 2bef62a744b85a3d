import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { expect, test } from './fixture.ts'

test('Latchkey that does not answer is not taken for Intercom, and trying again saves once', async ({
  page,
  latchkey,
}) => {
  await openOverlay(page)
  // The save is committed, and its answer lost on the way.
  await page.route('**/api/credentials', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch()
    return route.abort('connectionreset')
  })
  await fillAndSave(page, { name: 'Once', description: 'Kept', token: latchkey.token('accepted') })
  const { dialog, name, description, token } = overlay(page)
  await expect(dialog).toContainText(/Latchkey did not answer/u)
  await expect(name).toHaveValue('Once')
  await expect(description).toHaveValue('Kept')
  await expect(token).not.toHaveValue('')

  await page.unroute('**/api/credentials')
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('radio', { name: 'Once' })).toBeChecked()
  await expect(page.getByRole('radio')).toHaveCount(1)
})

test('a form outlives a Latchkey that was killed and started again', async ({ page, latchkey }) => {
  await openOverlay(page)
  const { dialog, name, token, save } = overlay(page)
  await name.fill('Survivor')
  await token.fill(latchkey.token('invalid'))
  await latchkey.kill()
  await save.click()
  await expect(dialog).toContainText(/Latchkey did not answer/u)

  await latchkey.startAgain()
  await token.fill(latchkey.token('accepted'))
  await save.click()
  await expect(page.getByRole('radio', { name: 'Survivor' })).toBeChecked()
})
