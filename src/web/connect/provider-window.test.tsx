import { afterEach, expect, test, vi } from 'vitest'
import { connectWindowPath } from '../../contract/oauth.ts'
import { type ProviderWindow, toProvider } from './provider-window.ts'

let opened: ProviderWindow | null = null
afterEach(() => {
  opened?.close()
  vi.restoreAllMocks()
})

/** The window itself, which the form never holds. */
function spyOnOpen() {
  const open = vi.spyOn(window, 'open')
  opened = toProvider.openWindow()
  const { value } = open.mock.results[0] ?? {}
  if (!opened || typeof value !== 'object' || value === null) throw new Error('No window was opened')
  return { opened, itself: value as Window }
}

test('a window of Latchkey’s own asks for the way, is sent on without a hold of the form, and is seen to be closed', async () => {
  const { opened: way, itself } = spyOnOpen()
  const ready = await way.ready
  expect(ready).toBe(itself)
  expect(itself.location.pathname).toBe(connectWindowPath)
  expect(itself.document.querySelector('h1')?.textContent).toBe('Opening the provider’s page…')
  const asked = new URL('/api/not-there', location.href)
  await expect(ready.fetch(asked)).resolves.toHaveProperty('status')
  way.goTo('about:blank#provider')
  await expect.poll(() => itself.location.href).toBe('about:blank#provider')
  expect(itself.opener).toBeNull()
  expect(way.isClosed()).toBe(false)
  // What stands in it now is the person's.
  way.close()
  expect(itself.closed).toBe(false)
  itself.close()
  await expect.poll(() => way.isClosed()).toBe(true)
})

test('one that is closed before it has loaded is not waited for', async () => {
  const { opened: way } = spyOnOpen()
  way.close()
  await expect(way.ready).rejects.toThrow('Latchkey did not answer')
})

test('where the browser opens none there is none', () => {
  vi.spyOn(window, 'open').mockReturnValue(null)
  expect(toProvider.openWindow()).toBeNull()
})
