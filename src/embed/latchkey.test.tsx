import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type {
  AuthenticateFailure,
  AuthenticateOptions,
  OpenedAuthenticate,
  SelectedCredential,
} from './authenticate-options.ts'
import { LATCHKEY, stubFrame } from './frame.fixture.ts'
import { openAuthenticate } from './latchkey.ts'

const credential: SelectedCredential = {
  id: '0198b2f0-0000-7000-8000-000000000001',
  name: 'Acme',
  connector: 'intercom',
  region: 'us',
  status: 'verified',
}

let opened: OpenedAuthenticate | undefined
let opener: HTMLButtonElement
let container: HTMLElement

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  document.body.innerHTML = '<button>Opener</button><div></div>'
  opener = document.querySelector('button') as HTMLButtonElement
  container = document.querySelector('div') as HTMLElement
  opener.focus()
})

afterEach(() => {
  opened?.close()
  opened = undefined
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('the frame is Latchkey’s page, and the token goes to it by message and to nobody else', async () => {
  const { told, say } = stubFrame()
  open({ session: 'one-time', selected: credential.id, theme: { accent: '#ff0000' }, texts: { select: 'Take it' } })
  expect(frame().dataset['src']).toBe(`${LATCHKEY}/embed?origin=${encodeURIComponent(location.origin)}`)
  expect(told).toEqual([])
  say({ type: 'ready' })
  await settle()
  expect(told).toEqual([
    {
      to: LATCHKEY,
      message: {
        latchkey: 1,
        type: 'open',
        token: 'one-time',
        connector: 'intercom',
        purpose: 'source',
        view: 'step',
        theme: { accent: '#ff0000' },
        texts: { select: 'Take it' },
        selected: credential.id,
        isInPage: true,
      },
    },
  ])
  expect(document.documentElement.outerHTML).not.toContain('one-time')
})

test('S21 a message of another origin, another window, another version or another shape does nothing', async () => {
  const { told, receive } = stubFrame()
  const onSelected = vi.fn<AuthenticateOptions['onSelected']>()
  open({ onSelected })
  const other = new MessageChannel().port1
  const ready = { latchkey: 1, type: 'ready' }
  receive(ready, { origin: 'https://evil.test' })
  receive(ready, { origin: `${LATCHKEY}.evil.test` })
  receive(ready, { origin: 'null' })
  receive(ready, { source: other })
  for (const data of [
    null,
    'ready',
    [],
    {},
    { type: 'ready' },
    { latchkey: 2, type: 'ready' },
    { latchkey: 1, type: 'toString' },
    { latchkey: 1, type: 7 },
    { latchkey: 1, type: 'selected' },
    { latchkey: 1, type: 'selected', credential: { id: 1 } },
    { latchkey: 1, type: 'failed' },
    { latchkey: 1, type: 'resized', height: Number.NaN },
  ]) {
    receive(data)
  }
  receive({ latchkey: 1, type: 'selected', credential }, { origin: 'https://evil.test' })
  await settle()
  expect(told).toEqual([])
  expect(onSelected).not.toHaveBeenCalled()
  expect(document.querySelector('iframe')).not.toBeNull()
})

test('what was chosen is told once the frame is gone', async () => {
  const { say } = stubFrame()
  const told: unknown[] = []
  const onClosed = vi.fn<() => void>()
  open({ onSelected: (chosen) => told.push(chosen, document.querySelector('iframe')), onClosed })
  say({ type: 'selected', credential })
  expect(told).toEqual([credential, null])
  expect(onClosed).not.toHaveBeenCalled()
})

test('a function is asked for a token at the start and whenever the session is over; a string is good for one', async () => {
  const { told, say } = stubFrame()
  const session = vi.fn<() => Promise<string | null>>()
  session.mockResolvedValueOnce('first').mockResolvedValueOnce('second').mockRejectedValueOnce(new Error('offline'))
  open({ session })
  await begin(say)
  say({ type: 'session_needed' })
  await settle()
  say({ type: 'session_needed' })
  await settle()
  opened?.close()
  open({ session: 'only' })
  await begin(say)
  say({ type: 'session_needed' })
  await settle()
  expect(told.map(({ message }) => 'token' in message && message.token)).toEqual([
    'first',
    'second',
    null,
    'only',
    null,
  ])
})

test('a frame that is loaded anew gets a token of its own', async () => {
  const { told, say } = stubFrame()
  const session = vi.fn<() => Promise<string | null>>().mockResolvedValueOnce('first').mockResolvedValueOnce('second')
  open({ session })
  await begin(say)
  await begin(say)
  expect(told.map(({ message }) => 'token' in message && message.token)).toEqual(['first', 'second'])
})

test('without a token it says so, and tries again when asked to', async () => {
  const { told, say } = stubFrame()
  const onFailed = vi.fn<(failure: AuthenticateFailure) => void>()
  const session = vi.fn<() => Promise<string | null>>().mockResolvedValueOnce(null).mockResolvedValueOnce('second')
  open({ session, onFailed })
  say({ type: 'ready' })
  await settle()
  expect(onFailed).toHaveBeenCalledExactlyOnceWith({ code: 'session_refused' })
  expect(noticed()).toMatch(/could not be signed in/u)
  await page.getByRole('button', { name: 'Try again' }).click()
  await begin(say)
  expect(told).toMatchObject([{ message: { type: 'open', token: 'second' } }])
  expect(noticed()).toBeNull()
})

test('a function that gives nothing, as a refusal without a token would, has no session', async () => {
  const { told, say } = stubFrame()
  const onFailed = vi.fn<(failure: AuthenticateFailure) => void>()
  open({ session: async () => JSON.parse('{}').token, onFailed })
  say({ type: 'ready' })
  await settle()
  expect(onFailed).toHaveBeenCalledExactlyOnceWith({ code: 'session_refused' })
  expect(told).toEqual([])
})

test('what takes longer than a second is said to be on its way; what is not there in ten, to have failed', async () => {
  const { say } = stubFrame()
  const onFailed = vi.fn<(failure: AuthenticateFailure) => void>()
  open({ container: undefined, onFailed })
  vi.advanceTimersByTime(999)
  expect(noticed()).toBeNull()
  vi.advanceTimersByTime(1)
  expect(noticed()).toMatch(/Opening/u)
  expect(document.activeElement?.textContent).toBe('Close')
  vi.advanceTimersByTime(9_000)
  expect(onFailed).toHaveBeenCalledExactlyOnceWith({ code: 'no_answer' })
  expect(noticed()).toMatch(/does not answer/u)
  expect(document.activeElement?.textContent).toBe('Try again')
  await begin(say)
  expect(noticed()).toBeNull()
  expect(document.activeElement).toBe(frame())
})

test('a frame that has its token and shows nothing has failed as well', async () => {
  const { say } = stubFrame()
  const onFailed = vi.fn<(failure: AuthenticateFailure) => void>()
  open({ onFailed })
  vi.advanceTimersByTime(9_000)
  say({ type: 'ready' })
  await settle()
  vi.advanceTimersByTime(9_000)
  expect(onFailed).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1_000)
  expect(onFailed).toHaveBeenCalledExactlyOnceWith({ code: 'no_answer' })
})

test('a frame that leaves two pings unanswered is broken, until it answers after all', async () => {
  const { told, say } = stubFrame()
  const onFailed = vi.fn<(failure: AuthenticateFailure) => void>()
  open({ onFailed })
  await begin(say)
  vi.advanceTimersByTime(5_000)
  expect(told.at(-1)).toEqual({ to: LATCHKEY, message: { latchkey: 1, type: 'ping' } })
  say({ type: 'pong' })
  vi.advanceTimersByTime(10_000)
  expect(onFailed).not.toHaveBeenCalled()
  vi.advanceTimersByTime(5_000)
  expect(onFailed).toHaveBeenCalledExactlyOnceWith({ code: 'broken' })
  expect(noticed()).toMatch(/stopped answering/u)
  expect(frame().checkVisibility({ visibilityProperty: true })).toBe(false)
  vi.advanceTimersByTime(5_000)
  say({ type: 'pong' })
  expect(noticed()).toBeNull()
  expect(frame().checkVisibility({ visibilityProperty: true, opacityProperty: true })).toBe(true)
  expect(onFailed).toHaveBeenCalledOnce()
})

test('what the frame has failed at, the frame has said itself', async () => {
  const { say } = stubFrame()
  const onFailed = vi.fn<(failure: AuthenticateFailure) => void>()
  open({ onFailed })
  say({ type: 'ready' })
  await settle()
  say({ type: 'failed', code: 'session_refused' })
  vi.advanceTimersByTime(4_000)
  expect(onFailed).toHaveBeenCalledExactlyOnceWith({ code: 'session_refused' })
  expect(noticed()).toBeNull()
  expect(frame().checkVisibility({ opacityProperty: true })).toBe(true)
})

test('a frame that took the focus itself keeps its place in it', async () => {
  const { say } = stubFrame()
  open({ container: undefined })
  frame().focus()
  const focus = vi.spyOn(frame(), 'focus')
  vi.advanceTimersByTime(1_000)
  expect(document.activeElement).toBe(frame())
  await begin(say)
  expect(document.activeElement).toBe(frame())
  expect(focus).not.toHaveBeenCalled()
})

test('over the page, what is behind is out of reach, does not scroll, and is as it was afterwards', async () => {
  const { say } = stubFrame()
  const root = document.documentElement
  root.style.setProperty('overflow', 'scroll', 'important')
  const before = root.getAttribute('style')
  open({ container: undefined })
  expect(document.activeElement?.closest('dialog')).toBe(opened?.element)
  await begin(say)
  expect(document.activeElement).toBe(frame())
  expect(getComputedStyle(root).overflow).toBe('hidden')
  const { width, height, top, left } = frame().getBoundingClientRect()
  expect([left, top, width, height]).toEqual([0, 0, root.clientWidth, innerHeight])
  opener.focus()
  expect(document.activeElement).not.toBe(opener)
  say({ type: 'closed' })
  expect(document.activeElement).toBe(opener)
  expect(root.getAttribute('style')).toBe(before)
  root.removeAttribute('style')
})

test('what a page changed of itself meanwhile stays', () => {
  stubFrame()
  const root = document.documentElement
  open({ container: undefined })
  root.style.setProperty('--page', '1')
  opened?.close()
  expect(root.getAttribute('style')).toBe('--page: 1;')
  root.removeAttribute('style')
  open({ container: undefined })
  opened?.close()
  expect(root.hasAttribute('style')).toBe(false)
})

test('Escape closes it while the frame does not have the focus', async () => {
  stubFrame()
  const onClosed = vi.fn<() => void>()
  open({ container: undefined, onClosed })
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => onClosed.mock.calls.length).toBe(1)
  expect(document.querySelector('iframe')).toBeNull()
  expect(document.activeElement).toBe(opener)
})

test('in the page, it is as high as its content, up to the window, and leaves the focus where it is', async () => {
  const { say } = stubFrame()
  open({})
  await begin(say)
  expect(document.activeElement).toBe(opener)
  say({ type: 'resized', height: 200 })
  expect(frame().getBoundingClientRect().height).toBe(200)
  say({ type: 'resized', height: 100_000 })
  expect(frame().getBoundingClientRect().height).toBe(innerHeight)
})

test('another call closes the first, which is told', () => {
  stubFrame()
  const onClosed = vi.fn<() => void>()
  const first = open({ onClosed })
  open({})
  expect(onClosed).toHaveBeenCalledOnce()
  expect(first.element.isConnected).toBe(false)
  expect(document.querySelectorAll('iframe')).toHaveLength(1)
  first.close()
  expect(document.querySelectorAll('iframe')).toHaveLength(1)
})

test('a theme is passed on, and a scheme holds for the frame itself as well', async () => {
  const { told, say } = stubFrame()
  open({ theme: { scheme: 'dark' } })
  expect(frame().style.colorScheme).toBe('dark')
  opened?.setTheme({ scheme: 'light' })
  await begin(say)
  opened?.setTheme({ accent: '#00ff00' })
  expect(frame().style.colorScheme).toBe('light dark')
  expect(told.map(({ message }) => 'theme' in message && message.theme)).toEqual([
    { scheme: 'light' },
    { accent: '#00ff00' },
  ])
})

test.for([{ over: true }, { over: false }])('closing leaves no listener, timer or node: $over', async ({ over }) => {
  const { told, say, receive } = stubFrame()
  const [add, remove] = [vi.spyOn(window, 'addEventListener'), vi.spyOn(AbortController.prototype, 'abort')]
  const callbacks = {
    onSelected: vi.fn<AuthenticateOptions['onSelected']>(),
    onClosed: vi.fn<() => void>(),
    onFailed: vi.fn<(failure: AuthenticateFailure) => void>(),
  }
  const nodes = document.querySelectorAll('*').length
  open({ ...(over && { container: undefined }), ...callbacks })
  await begin(say)
  opened?.close()
  opened?.close()
  expect(vi.getTimerCount()).toBe(0)
  expect(document.querySelectorAll('*').length).toBe(nodes)
  expect(add).toHaveBeenCalledOnce()
  expect(remove).toHaveBeenCalledOnce()
  told.length = 0
  say({ type: 'ready' })
  receive({ latchkey: 1, type: 'selected', credential })
  opened?.setTheme({})
  await settle()
  expect(told).toEqual([])
  for (const callback of Object.values(callbacks)) expect(callback).not.toHaveBeenCalled()
})

test('closed while a token is still on its way, it hands it to nobody', async () => {
  const { told, say } = stubFrame()
  const { promise, resolve } = Promise.withResolvers<string>()
  open({ session: () => promise })
  say({ type: 'ready' })
  opened?.close()
  resolve('late')
  await settle()
  expect(told).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('a page that takes it out without a word leaves no timer behind', async () => {
  const { say } = stubFrame()
  open({})
  await begin(say)
  container.remove()
  vi.advanceTimersByTime(5_000)
  expect(vi.getTimerCount()).toBe(0)
})

function open(options: Partial<AuthenticateOptions>): OpenedAuthenticate {
  opened = openAuthenticate({
    latchkey: LATCHKEY,
    session: async () => 'token',
    connector: 'intercom',
    purpose: 'source',
    container,
    onSelected: () => undefined,
    ...options,
  })
  return opened
}

function frame(): HTMLIFrameElement {
  return document.querySelector('iframe') as HTMLIFrameElement
}

/** What the script says in the frame's place; null where it says nothing. */
function noticed(): string | null {
  const status = document.querySelector('[role=status]')
  return status?.checkVisibility({ visibilityProperty: true }) ? status.textContent : null
}

async function begin(say: ReturnType<typeof stubFrame>['say']): Promise<void> {
  say({ type: 'ready' })
  await settle()
  say({ type: 'shown' })
}

/** What waits for a token that is there already. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}
