import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright/test'
import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { chooseAction, replaceForm, tileOf, toast } from './credential-life.ts'
import { expect, test } from './fixture.ts'
import { makeToken } from './make.ts'

test('S1 a token is nowhere in the browser after it was saved', async ({ page, latchkey }) => {
  const heard = listen(page)
  const token = latchkey.token('accepted')
  await openOverlay(page)
  await fillAndSave(page, { name: 'Canary', token })
  await expect(page.getByRole('radio', { name: 'Canary' })).toBeChecked()
  await expectForgotten(page, heard, [token])

  await page.getByRole('button', { name: 'Add Credential' }).click()
  await expect(overlay(page).token).toHaveValue('')
})

test('S1 nor after it was tested, refused as a replacement, put in another’s place, and deleted', async ({
  page,
  latchkey,
}) => {
  const heard = listen(page)
  const workspace = randomUUID()
  const [first, second] = [makeToken(workspace, 1), makeToken(workspace, 2)]
  const [revoked, restricted] = [latchkey.token('revoked'), latchkey.token('restricted')]
  await openOverlay(page)
  const { dialog: form, token, save, name } = overlay(page)
  for (const [tested, outcome] of [
    [revoked, token.and(page.locator('[aria-invalid=true]'))],
    [restricted, form.getByText('Read one admin')],
    [first, page.getByRole('group', { name: 'Whose token this is' })],
  ] as const) {
    await token.fill(tested)
    await form.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(outcome.first()).toBeVisible()
  }
  await name.fill('Canary')
  await save.click()
  await expect(tileOf(page, 'Canary')).toBeChecked()

  await chooseAction(page, 'Canary', 'Replace token')
  const replacing = replaceForm(page)
  await replacing.token.fill(revoked)
  await replacing.replace.click()
  await expect(replacing.token).toHaveAttribute('aria-invalid', 'true')
  await replacing.token.fill(second)
  await replacing.replace.click()
  await expect(replacing.dialog).toBeHidden()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await toast(page, '“Canary” deleted.').getByRole('button', { name: 'Recently deleted' }).click()
  await expect(page.getByRole('dialog', { name: 'Recently deleted' })).toContainText('Canary')
  await expectForgotten(page, heard, [first, second, revoked, restricted])
})

test('the token field hides its value, reveals it, and is left alone by password managers', async ({
  page,
  latchkey,
}) => {
  await openOverlay(page)
  const { token, dialog } = overlay(page)
  await token.fill(latchkey.token('accepted'))
  await expect(token).toHaveAttribute('type', 'password')
  await dialog.getByRole('button', { name: /Show/u }).click()
  await expect(token).toHaveAttribute('type', 'text')
  await dialog.getByRole('button', { name: /Hide/u }).click()
  await expect(token).toHaveAttribute('type', 'password')
  for (const attribute of ['data-1p-ignore', 'data-lpignore', 'data-bwignore']) {
    await expect(token).toHaveAttribute(attribute, /.*/u)
  }
  await expect(token).toHaveAttribute('autocomplete', 'off')
  await expect(token).toHaveAttribute('spellcheck', 'false')
})

test('what a paste brings around a token is removed, and said', async ({ page, latchkey }) => {
  await openOverlay(page)
  const token = latchkey.token('accepted')
  await paste(page, ` “Bearer ${token}\u200b”\n`)
  await expect(overlay(page).token).toHaveValue(token)
  await expect(overlay(page).token).toHaveAccessibleDescription(/removed/iu)
})

test('white space inside a token is refused before any call', async ({ page, latchkey }) => {
  const calls: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') calls.push(request.url())
  })
  await openOverlay(page)
  await overlay(page).name.fill('Broken')
  const token = latchkey.token('accepted')
  await paste(page, `${token.slice(0, 20)}\n${token.slice(20)}`)
  await overlay(page).save.click()
  await expect(overlay(page).token).toHaveAttribute('aria-invalid', 'true')
  await expect(overlay(page).token).toHaveAccessibleDescription(/space/iu)
  expect(calls).toEqual([])
})

interface Heard {
  urls: string[]
  answers: Promise<string>[]
}

/** To every request and every answer of a page. */
function listen(page: Page): Heard {
  const heard: Heard = { urls: [], answers: [] }
  page.on('request', (request) => heard.urls.push(request.url()))
  page.on('response', (response) => heard.answers.push(response.text().catch(() => '')))
  return heard
}

/** In no URL, no answer, no storage, no cache, and nowhere in the page. */
async function expectForgotten(page: Page, { urls, answers }: Heard, tokens: readonly string[]): Promise<void> {
  const kept = await page.evaluate(async () => ({
    stores: [localStorage, sessionStorage].map((storage) => JSON.stringify(Object.entries(storage))),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    cookies: document.cookie,
    history: JSON.stringify(history.state),
    html: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll('input, textarea')].map((field) => Reflect.get(field, 'value') as string),
  }))
  expect(kept.databases).toEqual([])
  expect(kept.caches).toEqual([])
  expect(kept.cookies).toBe('')
  const everything = [...urls, ...(await Promise.all(answers)), JSON.stringify(kept)]
  for (const token of tokens) expect(everything.filter((text) => text.includes(token))).toEqual([])
}

async function paste(page: Page, text: string): Promise<void> {
  await overlay(page).token.focus()
  await page.evaluate((pasted) => {
    const data = new DataTransfer()
    data.setData('text', pasted)
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}
