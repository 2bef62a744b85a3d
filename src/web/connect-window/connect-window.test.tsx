import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { connectWindowPath } from '../../contract/oauth.ts'

let frame: HTMLIFrameElement | null = null
afterEach(() => frame?.remove())

/** In a frame: it has the same address, and no opener. */
async function show(query: string): Promise<Document> {
  const element = document.createElement('iframe')
  frame = element
  element.src = connectWindowPath + query
  element.width = '320'
  document.body.append(element)
  await expect.poll(() => textOf(element, 'p')).not.toBe('')
  return element.contentDocument as Document
}

function textOf(element: HTMLIFrameElement, selector: string): string {
  return element.contentDocument?.querySelector(selector)?.textContent ?? ''
}

test.each([
  ['?problem=expired', /too late.*nothing was stored.*press Connect again/u],
  ['?problem=used', /used before.*press Connect again/u],
  ['?problem=other_browser', /another browser.*Nothing was stored.*press Connect again there/u],
  ['?problem=unreadable', /no answer.*Nothing was stored.*press Connect again/u],
  ['?problem=constructor', /no answer/u],
  ['?came=back', /You are back.*Close this window/u],
  ['', /belongs to a form.*Press Connect/u],
])('%s says what has happened, and what to do', async (query, words) => {
  const { body } = await show(query)
  expect(body.querySelector('main')?.textContent?.replaceAll(/\s+/gu, ' ')).toMatch(words)
})

test.each(['light', 'dark'])('axe finds nothing in %s, and nothing is cut off', async (theme) => {
  await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: theme }] })
  const shown = await show('?problem=other_browser')
  const script = shown.createElement('script')
  script.textContent = axe.source
  shown.head.append(script)
  const { violations } = await (shown.defaultView as unknown as { axe: typeof axe }).axe.run()
  expect(violations.map(({ id }) => id)).toEqual([])
  expect(shown.documentElement.scrollWidth).toBeLessThanOrEqual(320)
  await cdp().send('Emulation.setEmulatedMedia', { features: [] })
})
