import { StrictMode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { LATCHKEY, stubFrame } from './frame.fixture.ts'
import { Authenticate, type AuthenticateOptions, type AuthenticateProps } from './react.tsx'

const credential = {
  id: '0198b2f0-0000-7000-8000-000000000001',
  name: 'Acme',
  connector: 'intercom',
  region: 'us',
  status: 'verified',
} as const

const props: AuthenticateProps = {
  latchkey: LATCHKEY,
  session: async () => 'token',
  connector: 'intercom',
  purpose: 'source',
  onSelected: () => undefined,
}

afterEach(() => vi.restoreAllMocks())

test('the frame stands where the component stands, once, also in strict mode, and goes with it', async () => {
  stubFrame()
  const { unmount } = await render(
    <StrictMode>
      <section>
        <Authenticate {...props} />
      </section>
    </StrictMode>,
  )
  expect(document.querySelectorAll('iframe')).toHaveLength(1)
  expect(document.querySelector('section iframe')).not.toBeNull()
  await unmount()
  expect(document.querySelector('iframe')).toBeNull()
})

test('the overlay lies over the page, and so does a step that asks for it', async () => {
  stubFrame()
  const { rerender } = await render(<Authenticate {...props} view="overlay" />)
  expect(document.querySelector('dialog:modal iframe')).not.toBeNull()
  await rerender(<Authenticate {...props} />)
  expect(document.querySelector('dialog')).toBeNull()
  expect(document.querySelectorAll('iframe')).toHaveLength(1)
  await rerender(<Authenticate {...props} overPage />)
  expect(document.querySelector('dialog:modal iframe')).not.toBeNull()
})

test('functions made anew open nothing anew, and the latest of them is called', async () => {
  const { told, say } = stubFrame()
  const onSelected = vi.fn<AuthenticateOptions['onSelected']>()
  const { rerender } = await render(<Authenticate {...props} />)
  const before = document.querySelector('iframe')
  await rerender(<Authenticate {...props} session={async () => 'latest'} onSelected={onSelected} />)
  expect(document.querySelector('iframe')).toBe(before)
  say({ type: 'session_needed' })
  await expect.poll(() => told.at(-1)?.message).toMatchObject({ type: 'session', token: 'latest' })
  say({ type: 'selected', credential })
  expect(onSelected).toHaveBeenCalledExactlyOnceWith(credential)
})

test('a theme is changed in place', async () => {
  const { told, say } = stubFrame()
  const { rerender } = await render(<Authenticate {...props} theme={{ accent: '#ff0000' }} />)
  const before = document.querySelector('iframe')
  say({ type: 'ready' })
  await expect.poll(() => told.at(-1)?.message).toMatchObject({ type: 'open', theme: { accent: '#ff0000' } })
  await rerender(<Authenticate {...props} theme={{ accent: '#00ff00' }} />)
  expect(told.at(-1)?.message).toMatchObject({ type: 'theme', theme: { accent: '#00ff00' } })
  expect(document.querySelector('iframe')).toBe(before)
})
