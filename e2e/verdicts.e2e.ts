import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { expect, test, type Latchkey } from './fixture.ts'

const rejections = [
  { behaviour: 'invalid', words: /does not accept|not valid|does not know/iu },
  { behaviour: 'revoked', words: /revoked/iu },
  { behaviour: 'suspended', words: /suspended/iu },
] as const

for (const { behaviour, words } of rejections) {
  test(`a token that is ${behaviour} is refused at its field, and nothing is stored`, async ({ page, latchkey }) => {
    await openOverlay(page)
    await fillAndSave(page, { name: 'Refused', description: 'Kept', token: latchkey.token(behaviour) })
    const { token, name, description } = overlay(page)
    await expect(token).toHaveAttribute('aria-invalid', 'true')
    await expect(token).toHaveAccessibleDescription(words)
    await expect(overlay(page).dialog.getByRole('button', { name: /Copy/u })).toBeVisible()
    await expect(name).toHaveValue('Refused')
    await expect(description).toHaveValue('Kept')
    expect(await total(latchkey)).toBe(0)
  })
}

test('a token without a permission can be saved by a second press', async ({ page, latchkey }) => {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Limited', token: latchkey.token('restricted') })
  await expect(overlay(page).dialog).toContainText('Read one admin')
  expect(await total(latchkey)).toBe(0)
  await page.getByRole('button', { name: 'Save anyway' }).click()
  await expect(page.getByRole('radio', { name: 'Limited' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Limited' })).toHaveAccessibleDescription(/limited|permission/iu)
})

for (const behaviour of ['server_error', 'html_403', 'garbage', 'redirect', 'bomb'] as const) {
  test(`${behaviour} says nothing against the token, and it can be saved without a check`, async ({
    page,
    latchkey,
  }) => {
    await openOverlay(page)
    await fillAndSave(page, { name: 'Unchecked', token: latchkey.token(behaviour) })
    await expect(overlay(page).dialog.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expect(overlay(page).token).not.toHaveAttribute('aria-invalid', 'true')
    await overlay(page).dialog.getByRole('button', { name: 'Save without checking' }).click()
    const tile = page.getByRole('radio', { name: 'Unchecked' })
    await expect(tile).toBeChecked()
    await expect(tile).toHaveAccessibleDescription(/not checked/iu)
  })
}

test('a provider that hangs is given ten seconds, and then said to have hung', async ({ page, latchkey }) => {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Hanging', token: latchkey.token('hanging') })
  await expect(overlay(page).dialog.getByText('Checking with Intercom…').first()).toBeVisible()
  await expect(overlay(page).dialog.getByRole('button', { name: 'Try again' })).toBeVisible({ timeout: 13_000 })
  await expect(overlay(page).dialog).toContainText(/in time|did not answer|took too long/iu)
})

test('a provider that asks to wait is counted down', async ({ page, latchkey }) => {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Throttled', token: latchkey.token('throttled') })
  await expect(overlay(page).dialog).toContainText(/\d+ s/u)
  await overlay(page).dialog.getByRole('button', { name: 'Save without checking' }).click()
  await expect(page.getByRole('radio', { name: 'Throttled' })).toBeChecked()
})

test('saving can be cancelled, and then nothing was saved', async ({ page, latchkey }) => {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Cancelled', token: latchkey.token('slow') })
  await expect(overlay(page).dialog.getByText('Checking with Intercom…').first()).toBeVisible()
  await overlay(page)
    .dialog.getByRole('button', { name: /Cancel/u })
    .click()
  await expect(overlay(page).name).toHaveValue('Cancelled')
  await expect(overlay(page).save).toBeVisible()
  await page.waitForTimeout(3_500)
  expect(await total(latchkey)).toBe(0)
})

test('a second press while saving saves once', async ({ page, latchkey }) => {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Once', token: latchkey.token('slow') })
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('radio', { name: 'Once' })).toBeChecked({ timeout: 8_000 })
  expect(await total(latchkey)).toBe(1)
})

test('a token that is stored already leads to its tile', async ({ page, latchkey }) => {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Original', token: latchkey.token('accepted') })
  await expect(page.getByRole('radio', { name: 'Original' })).toBeChecked()
  await page.getByRole('button', { name: 'Add Credential' }).click()
  await fillAndSave(page, { name: 'Copy', token: latchkey.token('accepted') })
  await overlay(page)
    .dialog.getByRole('button', { name: /Use.*Original/u })
    .click()
  await expect(overlay(page).dialog).toBeHidden()
  await expect(page.getByRole('radio', { name: 'Original' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Original' })).toBeFocused()
  expect(await total(latchkey)).toBe(1)
})

test('a name that is taken is said at the name', async ({ page, latchkey }) => {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Straße', token: latchkey.token('accepted') })
  await page.getByRole('button', { name: 'Add Credential' }).click()
  await fillAndSave(page, { name: 'STRASSE', token: latchkey.token('test_workspace') })
  await expect(overlay(page).name).toHaveAttribute('aria-invalid', 'true')
  await overlay(page).name.fill('Avenue')
  await overlay(page).save.click()
  await expect(page.getByRole('radio', { name: 'Avenue' })).toBeChecked()
})

async function total({ origin, cookie }: Latchkey): Promise<number> {
  const answer = await fetch(`${origin}/api/credentials?connector=intercom`, { headers: { cookie } })
  const page = (await answer.json()) as { total: number }
  return page.total
}
