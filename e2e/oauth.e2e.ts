import type { Page } from 'playwright/test'
import { openOverlay, overlay } from './add-credential.ts'
import { expectAccessible } from './axe.ts'
import { connect, connecting, type Consent, consent, openProvider } from './connect.ts'
import { chooseAction, tileOf } from './credential-life.ts'
import { expect, frameOf, openFrame, outcome, test } from './embedded.ts'
import type { Latchkey } from './fixture.ts'

test('four clicks from Add Credential to a selected tile, called like the workspace', async ({ page }) => {
  await page.goto('/new/source/select')
  await page.getByRole('main').getByText('Intercom', { exact: true }).click()
  await page.getByRole('button', { name: 'Add Credential' }).waitFor()
  await page.evaluate(() => {
    Reflect.set(window, 'clicks', 0)
    document.addEventListener('click', ({ detail }) => {
      // What a label passes on to its radio is no click of the person's.
      if (detail > 0) Reflect.set(window, 'clicks', (Reflect.get(window, 'clicks') as number) + 1)
    })
  })
  await page.getByRole('button', { name: 'Add Credential' }).click()
  const { method, connect: button, card } = connecting(page)
  await method.click()
  await consent(await openProvider(page, button), { workspace: 'Northwind Outfitters' })
  await expect(card).toContainText('Northwind Outfitters')
  await overlay(page).save.click()
  await expect(tileOf(page, 'Northwind Outfitters')).toBeChecked()
  expect(await page.evaluate(() => Reflect.get(window, 'clicks') as number)).toBe(4)
})

const failures: [string, Consent, RegExp][] = [
  ['denied', { isDenied: true }, /was not connected/u],
  ['a code that is wrong', { fault: 'The code is one that Intercom does not know' }, /did not take its own code/u],
  ['a token endpoint that is down', { fault: 'The token endpoint is down' }, /could not be asked for the token/u],
  ['a token that does not work', { workspace: 'Foxglove Florists' }, /the token that it gave/u],
]
for (const [what, wish, words] of failures) {
  test(`${what} ends in words on the form, and nothing is stored; the next try works`, async ({ page, latchkey }) => {
    await openOverlay(page)
    const { method, connect: button, card } = connecting(page)
    await overlay(page).name.fill('Kept')
    await method.check()
    await consent(await openProvider(page, button), wish)
    await expect(overlay(page).dialog).toContainText(words)
    await expect(overlay(page).name).toHaveValue('Kept')
    await expect(button).toBeFocused()
    expect(await total(latchkey)).toBe(0)
    await consent(await openProvider(page, button))
    await expect(card).toBeVisible()
    expect(await total(latchkey)).toBe(0)
  })
}

test('a window that is closed is said to be, and nobody waits for ever', async ({ page }) => {
  await openOverlay(page)
  const { method, connect: button } = connecting(page)
  await method.check()
  await (await openProvider(page, button)).close()
  await expect(overlay(page).dialog).toContainText(/was closed, or cannot be seen/u)
  await overlay(page).dialog.getByRole('button', { name: 'Stop waiting' }).click()
  await expect(button).toBeFocused()
})

test('a callback in another browser is good for nothing, there and on the form', async ({
  page,
  browser,
  latchkey,
}) => {
  await openOverlay(page)
  const { method, connect: button } = connecting(page)
  await method.check()
  const provider = await openProvider(page, button)
  const other = await (await browser.newContext()).newPage()
  await other.goto(provider.url())
  await consent(other)
  await expect(other.getByRole('heading', { name: 'This answer belongs to another browser.' })).toBeVisible()
  await expect(overlay(page).dialog).toContainText('The answer came to another browser.')
  expect(await total(latchkey)).toBe(0)
  await other.context().close()
})

test('a callback that comes again is told so', async ({ page }) => {
  await openOverlay(page)
  const { method, connect: button, card } = connecting(page)
  await method.check()
  const provider = await openProvider(page, button)
  const callback = page.context().waitForEvent('request', (request) => request.url().includes('/callback'))
  await consent(provider)
  await expect(card).toBeVisible()
  const again = await page.context().newPage()
  await again.goto((await callback).url())
  await expect(again.getByRole('heading', { name: 'This answer was used before.' })).toBeVisible()
})

test('two windows at once each connect their own form', async ({ page }) => {
  const second = await page.context().newPage()
  await openOverlay(page)
  await openOverlay(second)
  const providers: Page[] = []
  for (const each of [page, second]) {
    await connecting(each).method.check()
    providers.push(await openProvider(each, connecting(each).connect))
  }
  const [first, other] = providers
  if (!first || !other) throw new Error('No window')
  await consent(other, { workspace: 'Northwind Outfitters [Test]' })
  await consent(first, { workspace: 'Northwind Outfitters' })
  await expect(connecting(second).card).toContainText('[Test]')
  await expect(connecting(page).card).not.toContainText('[Test]')
})

test('where windows are blocked the page goes itself, and comes back to the form as it was', async ({ page }) => {
  await page.addInitScript(() => {
    window.open = () => null
  })
  await openOverlay(page)
  const { method, connect: button, card } = connecting(page)
  await overlay(page).name.fill('Whole page')
  await overlay(page).description.fill('Kept as well.')
  await method.check()
  await button.click()
  await consent(page, { workspace: 'Northwind Outfitters' })
  await expect(card).toContainText('Northwind Outfitters')
  await expect(overlay(page).name).toHaveValue('Whole page')
  await expect(overlay(page).description).toHaveValue('Kept as well.')
  await overlay(page).save.click()
  await expect(tileOf(page, 'Whole page')).toBeChecked()
})

test('S1 neither code, state nor token is left in the browser', async ({ page, latchkey }) => {
  const seen: string[] = []
  page.context().on('request', (request) => {
    if (request.url().includes('/callback')) {
      const { searchParams } = new URL(request.url())
      seen.push(...['code', 'state'].flatMap((name) => searchParams.get(name) ?? []))
    }
  })
  await openOverlay(page)
  await connect(page)
  await overlay(page).save.click()
  await expect(tileOf(page, 'Northwind Outfitters')).toBeChecked()
  expect(seen).toHaveLength(2)
  const kept = await page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      location.href,
      ...[sessionStorage, localStorage].map((storage) => Object.entries(storage)),
    ]),
  )
  for (const secret of seen) expect(kept).not.toContain(secret)
  expect(latchkey.origin).toBe(new URL(page.url()).origin)
})

test('in a product’s frame the window binds the answer to this browser, and the host’s server finds the credential', async ({
  page,
  host,
}) => {
  const frame = await openFrame(page, host, 'overlay')
  const { method, connect: button, card } = connecting(frame)
  await method.check()
  await consent(await openProvider(page, button), { workspace: 'Northwind Outfitters' })
  await expect(card).toBeVisible()
  await overlay(frameOf(page)).save.click()
  await expect(outcome(page, 'told')).toContainText('"name": "Northwind Outfitters"')
  await expect(outcome(page, 'verified')).toContainText('"status": "verified"')
})

test('Reconnect keeps the credential; Delete uninstalls, and what is restored is connected again', async ({ page }) => {
  await openOverlay(page)
  await connect(page)
  await overlay(page).save.click()
  await expect(tileOf(page, 'Northwind Outfitters')).toBeChecked()

  await chooseAction(page, 'Northwind Outfitters', 'Reconnect')
  const reconnecting = page.getByRole('dialog', { name: 'Reconnect' })
  await consent(await openProvider(page, reconnecting.getByRole('button', { name: 'Connect with Intercom' })))
  await expect(reconnecting.getByRole('group', { name: 'Whose workspace this is' })).toBeVisible()
  await reconnecting.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/is reconnected/u).first()).toBeVisible()

  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question.getByRole('radio', { name: /Uninstall/u })).toBeChecked()
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText(/uninstalled/u).first()).toBeVisible()
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(tileOf(page, 'Northwind Outfitters')).toHaveAccessibleDescription(/revoked|failed|no longer/iu)
})

test('each state of connecting is accessible', async ({ page }) => {
  await openOverlay(page)
  const { method, connect: button, card } = connecting(page)
  await method.check()
  await expect(button).toBeVisible()
  await expectAccessible(page, 'OAuth')
  await consent(await openProvider(page, button), { isDenied: true })
  await expect(overlay(page).dialog).toContainText('was not connected')
  await expectAccessible(page, 'denied')
  await consent(await openProvider(page, button))
  await expect(card).toBeVisible()
  await expectAccessible(page, 'connected')
})

async function total({ origin, cookie }: Latchkey): Promise<number> {
  const answer = await fetch(`${origin}/api/credentials?connector=intercom`, { headers: { cookie } })
  return ((await answer.json()) as { total: number }).total
}
