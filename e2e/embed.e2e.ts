import type { Locator } from 'playwright/test'
import { fillAndSave, overlay } from './add-credential.ts'
import { expect, frameOf, openFrame, opener, outcome, test } from './embedded.ts'
import { makeToken } from './make.ts'

test('a person adds a credential in the frame and takes it; the host’s server finds it to be so', async ({
  page,
  host,
}) => {
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  await page.addInitScript(() => {
    if (window !== top) return
    const heard: string[] = []
    Reflect.set(window, 'heard', heard)
    addEventListener('message', ({ data }) => heard.push(JSON.stringify(data)))
  })
  const token = makeToken()
  const frame = await openFrame(page, host, 'step')
  await expect(frame.getByRole('heading', { level: 1, name: 'Authenticate' })).toBeFocused()
  await frame.getByRole('button', { name: 'Add Credential' }).click()
  await fillAndSave(frame, { name: 'Acme support', token })
  await expect(frame.getByRole('radio', { name: 'Acme support' })).toBeChecked()
  await frame.getByRole('button', { name: 'Use credential' }).click()

  await expect(page.locator('iframe')).toHaveCount(0)
  await expect(outcome(page, 'told')).toContainText('"name": "Acme support"')
  await expect(outcome(page, 'verified')).toContainText('"status": "verified"')
  await expect(outcome(page, 'verified')).toContainText('"workspaceName"')
  await expect(opener(page, 'step')).toBeFocused()
  const heard = await page.evaluate(() => Reflect.get(window, 'heard') as string[])
  expect(heard.length).toBeGreaterThan(0)
  expect(heard.filter((message) => message.includes(token) || message.includes('latchkey_'))).toEqual([])
  expect(urls.filter((url) => url.includes(token) || url.includes('latchkey_'))).toEqual([])
})

test('the overlay alone lies over the host’s page, which is out of reach, and as it was afterwards', async ({
  page,
  host,
}) => {
  const frame = await openFrame(page, host, 'overlay')
  await expect(overlay(frame).name).toBeFocused()
  const { x = 0, y = 0 } = (await opener(page, 'step').boundingBox()) ?? {}
  expect(await page.evaluate(([left, top]) => document.elementFromPoint(left, top)?.tagName, [x, y] as const)).toBe(
    'IFRAME',
  )
  await page.mouse.wheel(0, 400)
  expect(await page.evaluate(() => [scrollY, getComputedStyle(document.documentElement).overflow])).toEqual([
    0,
    'hidden',
  ])
  await fillAndSave(frame, { name: 'Alone', token: makeToken() })

  await expect(page.locator('iframe')).toHaveCount(0)
  await expect(outcome(page, 'told')).toContainText('"name": "Alone"')
  await expect(outcome(page, 'verified')).toContainText('"name": "Alone"')
  await expect(opener(page, 'overlay')).toBeFocused()
  expect(await page.evaluate(() => document.documentElement.getAttribute('style'))).toBeNull()
})

for (const way of ['step', 'overlay'] as const) {
  test(`Escape closes the ${way}, and gives the focus back`, async ({ page, host }) => {
    const frame = await openFrame(page, host, way)
    await expect(frame.locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(page.locator('iframe')).toHaveCount(0)
    await expect(outcome(page, 'told')).toHaveText('Closed without a choice.')
    await expect(opener(page, way)).toBeFocused()
  })
}

test('Escape asks first where something was typed', async ({ page, host }) => {
  const frame = await openFrame(page, host, 'overlay')
  await overlay(frame).name.fill('Half of it')
  await page.keyboard.press('Escape')
  const question = frame.getByRole('alertdialog')
  // Seen, it may not listen yet: it does once it has the focus.
  await expect(question.getByRole('button', { name: /Keep/u })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(overlay(frame).name).toHaveValue('Half of it')
})

test('by keyboard alone, through a frame that stands in the page and out of it again', async ({ page, host }) => {
  await page.goto(host.origin)
  await opener(page, 'inPage').focus()
  await page.keyboard.press('Enter')
  const frame = frameOf(page)
  const add = frame.getByRole('button', { name: 'Add Credential' })
  await expect(add).toBeVisible()
  await expect(opener(page, 'inPage')).toBeFocused()
  await walk('Tab', add)
  await page.keyboard.press('Enter')
  await expect(overlay(frame).name).toBeFocused()
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(overlay(frame).token).toBeFocused()
  await page.keyboard.type(makeToken())
  await page.keyboard.press('Enter')
  const tile = frame.getByRole('radio', { name: 'By keyboard' })
  await expect(tile).toBeFocused()
  // Out at the beginning, to what stands before the frame in the page; and in again.
  await walk('Shift+Tab', page.getByLabel('Corners'))
  await walk('Tab', frame.getByRole('button', { name: 'Use credential' }))
  await page.keyboard.press('Enter')
  await expect(outcome(page, 'verified')).toContainText('"name": "By keyboard"')

  async function walk(key: 'Tab' | 'Shift+Tab', goal: Locator): Promise<void> {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press(key)
      if (await goal.evaluate((element) => element === document.activeElement && document.hasFocus())) return
    }
    throw new Error(`The key ${key} did not lead there`)
  }
})

test('a frame in the page is as high as what is in it', async ({ page, host }) => {
  const frame = await openFrame(page, host, 'inPage')
  const bar = frame.getByRole('button', { name: 'Use credential' })
  await expect(bar).toBeVisible()
  const { height = 0 } = (await page.locator('iframe').boundingBox()) ?? {}
  expect(height).toBeLessThan(480)
  await frame.getByRole('button', { name: 'Add Credential' }).click()
  await expect(overlay(frame).dialog).toBeVisible()
  await expect.poll(async () => (await page.locator('iframe').boundingBox())?.height).toBeGreaterThan(height)
})

test('a session that is over is followed by another without the person noticing', async ({ page, host, latchkey }) => {
  const sessions: string[] = []
  page.on('response', async (response) => {
    if (!response.url().endsWith('/session') || !response.url().startsWith(host.origin)) return
    sessions.push(((await response.json()) as { id: string }).id)
  })
  const frame = await openFrame(page, host, 'step')
  await frame.getByRole('button', { name: 'Add Credential' }).click()
  await overlay(frame).name.fill('Kept')
  const ended = await fetch(`${latchkey.origin}/v1/sessions/${sessions[0]}`, {
    method: 'DELETE',
    headers: { authorization: host.authorization },
  })
  expect(ended.status).toBe(204)
  await overlay(frame).token.fill(makeToken())
  await overlay(frame).save.click()
  await expect(frame.getByRole('radio', { name: 'Kept' })).toBeChecked()
  expect(sessions).toHaveLength(2)
})

test('where the host has no other session, the person is told, and goes on once there is one', async ({
  page,
  host,
  latchkey,
}) => {
  const opened = page.waitForResponse(`${host.origin}/session`)
  const frame = await openFrame(page, host, 'overlay')
  const { id } = (await (await opened).json()) as { id: string }
  await overlay(frame).name.fill('Kept')
  await overlay(frame).token.fill(makeToken())
  await fetch(`${latchkey.origin}/v1/sessions/${id}`, {
    method: 'DELETE',
    headers: { authorization: host.authorization },
  })
  await page.route(`${host.origin}/session`, (route) => route.fulfill({ status: 401, json: {} }))
  await overlay(frame).save.click()
  const question = frame.getByRole('alertdialog', { name: 'Your session has ended.' })
  await expect(question).toContainText('What you typed is kept.')
  await expect(outcome(page, 'told')).toContainText('session_refused')
  await page.unroute(`${host.origin}/session`)
  await question.getByRole('button', { name: 'Try again' }).click()
  await expect(outcome(page, 'verified')).toContainText('"name": "Kept"')
})

test('with nobody signed in at the host, the page says so, and tries again when asked to', async ({ page, host }) => {
  await page.route(`${host.origin}/session`, (route) => route.fulfill({ status: 401, json: {} }))
  await openFrame(page, host, 'step')
  await expect(page.getByRole('status').filter({ hasText: 'You could not be signed in here.' })).toBeVisible()
  await expect(outcome(page, 'told')).toContainText('session_refused')
  await page.unroute(`${host.origin}/session`)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(frameOf(page).getByRole('heading', { level: 1, name: 'Authenticate' })).toBeFocused()
})

test('S21 what another origin sends, to the host’s page or to the frame, is ignored', async ({
  page,
  context,
  host,
  stranger,
}) => {
  await page.goto(stranger.origin)
  const [hostPage] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate((url) => void Reflect.set(window, 'victim', window.open(url)), host.origin),
  ])
  const frame = await openFrame(hostPage, host, 'step')
  await expect(frame.getByRole('button', { name: 'Add Credential' })).toBeVisible()
  const accent = await readAccent()
  await hostPage.evaluate(() => {
    Reflect.set(window, 'heard', [])
    addEventListener('message', ({ data }) => (Reflect.get(window, 'heard') as unknown[]).push(data))
  })
  await page.evaluate(() => {
    const victim = Reflect.get(window, 'victim') as Window
    const credential = {
      id: crypto.randomUUID(),
      name: 'Evil',
      connector: 'intercom',
      region: 'us',
      status: 'verified',
    }
    for (const message of [{ type: 'selected', credential }, { type: 'closed' }]) {
      victim.postMessage({ latchkey: 1, ...message }, '*')
    }
    for (const message of [{ type: 'theme', theme: { accent: '#ff0000' } }, { type: 'ping' }]) {
      victim.frames[0]?.postMessage({ latchkey: 1, ...message }, '*')
    }
  })
  await expect.poll(() => hostPage.evaluate(() => (Reflect.get(window, 'heard') as unknown[]).length)).toBe(2)
  await expect(outcome(hostPage, 'told')).toHaveText('Nothing yet.')
  await expect(frame.getByRole('button', { name: 'Add Credential' })).toBeVisible()
  expect(await readAccent()).toBe(accent)
  // Nor did the frame answer the ping: neither to the one who sent it, nor to its host.
  const heard = await hostPage.evaluate(() => Reflect.get(window, 'heard') as { type: string }[])
  expect(heard.map(({ type }) => type)).toEqual(['selected', 'closed'])

  function readAccent(): Promise<string> {
    return frame.locator(':root').evaluate((root) => getComputedStyle(root).getPropertyValue('--accent'))
  }
})

test('a page that no key is for cannot frame it, and says that nothing answers', async ({
  page,
  stranger,
  complaints,
}) => {
  await page.clock.install()
  await page.goto(stranger.origin)
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await openFrame(page, stranger, 'step')
  await refused
  await page.clock.runFor(10_000)
  await expect(page.getByRole('status').filter({ hasText: 'does not answer' })).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(opener(page, 'step')).toBeFocused()
  expect(complaints.splice(0).every((complaint) => complaint.includes('frame-ancestors'))).toBe(true)
})

test('while Latchkey is down the page says so, and goes on once it is back', async ({ page, host, latchkey }) => {
  await page.clock.install()
  await page.goto(host.origin)
  await latchkey.kill()
  await openFrame(page, host, 'step')
  await page.clock.runFor(10_000)
  await expect(page.getByRole('status').filter({ hasText: /does not answer|could not be signed in/u })).toBeVisible()
  await latchkey.startAgain()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(frameOf(page).getByRole('heading', { level: 1, name: 'Authenticate' })).toBeVisible()
})

test('the frame looks as the host wants it, from the start and later', async ({ page, host }) => {
  await page.goto(host.origin)
  await page.getByLabel('Accent').fill('#ffe600')
  await page.getByLabel('Scheme').selectOption('dark')
  const frame = await openFrame(page, host, 'inPage')
  const root = frame.locator(':root')
  await expect(frame.getByRole('button', { name: 'Add Credential' })).toBeVisible()
  await expect(root).toHaveCSS('color-scheme', 'dark')
  await expect(page.locator('iframe')).toHaveCSS('color-scheme', 'dark')
  const readAccent = () => root.evaluate((element) => getComputedStyle(element).getPropertyValue('--accent'))
  const yellow = await readAccent()
  await page.getByLabel('Scheme').selectOption('light')
  await page.getByLabel('Accent').fill('#b00020')
  await expect(root).toHaveCSS('color-scheme', 'light')
  await expect.poll(readAccent).not.toBe(yellow)
})
