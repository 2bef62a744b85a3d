import type { Page } from 'playwright/test'
import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { expect, test } from './fixture.ts'

test('S1 a token is nowhere in the browser after it was saved', async ({ page, latchkey }) => {
  const token = latchkey.token('accepted')
  const urls: string[] = []
  const answers: Promise<string>[] = []
  page.on('request', (request) => urls.push(request.url()))
  page.on('response', (response) => {
    const isSandboxList = response.url().endsWith('/api/sandbox')
    if (!isSandboxList) answers.push(response.text().catch(() => ''))
  })
  await openOverlay(page)
  await fillAndSave(page, { name: 'Canary', token })
  await expect(page.getByRole('radio', { name: 'Canary' })).toBeChecked()

  expect(urls.filter((url) => url.includes(token))).toEqual([])
  expect((await Promise.all(answers)).filter((text) => text.includes(token))).toEqual([])
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const stores = [localStorage, sessionStorage].map((storage) => JSON.stringify(Object.entries(storage)))
    return {
      stores,
      databases,
      caches: await caches.keys(),
      cookies: document.cookie,
      html: document.documentElement.outerHTML,
    }
  })
  expect(JSON.stringify(kept)).not.toContain(token)
  expect(kept.databases).toEqual([])
  expect(kept.caches).toEqual([])
  expect(kept.cookies).toBe('')

  await page.getByRole('button', { name: 'Add Credential' }).click()
  await expect(overlay(page).token).toHaveValue('')
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

async function paste(page: Page, text: string): Promise<void> {
  await overlay(page).token.focus()
  await page.evaluate((pasted) => {
    const data = new DataTransfer()
    data.setData('text', pasted)
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}
