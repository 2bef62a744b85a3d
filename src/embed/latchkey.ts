import type { MessageToFrame } from '../contract/embed-message.ts'
import type {
  AuthenticateFailure,
  AuthenticateOptions,
  AuthenticateTheme,
  OpenedAuthenticate,
} from './authenticate-options.ts'
import { readFrameMessage } from './frame-message.ts'
import { createNotice } from './notice.ts'
import { placeInPage, placeOverPage } from './place.ts'

export type * from './authenticate-options.ts'

/** Milliseconds. Whoever waits longer than the first is told so; after the second, that it has failed. */
const PATIENCE = 1_000
const LIMIT = 10_000
const PING_EVERY = 5_000
const MISSED_AT_MOST = 2

const words: Record<AuthenticateFailure['code'], string> = {
  session_refused: 'You could not be signed in here. Try again, or reload the page.',
  no_answer: 'This part of the page does not answer. Check your connection and try again.',
  broken: 'This part of the page has stopped answering. Trying again loads it anew; what was typed in it is lost.',
}

let displace: (() => void) | undefined

/**
 * Shows Latchkey's step *Authenticate* in a frame on Latchkey's own origin, so that no secret ever passes through this
 * page. One is open at a time: another call closes the first.
 *
 * The page's Content-Security-Policy has to allow Latchkey's origin in `frame-src`.
 */
export function openAuthenticate(options: AuthenticateOptions): OpenedAuthenticate {
  displace?.()
  const { container, onSelected, onClosed, onFailed } = options
  const { origin } = new URL(options.latchkey)
  let theme = options.theme ?? {}
  let asked: Promise<string | null> | null = null
  let isSpent = false
  let isOpen = false
  let failure: AuthenticateFailure['code'] | null = null
  let missed = 0
  let patience: ReturnType<typeof setTimeout>
  let limit: ReturnType<typeof setTimeout>
  let heart: ReturnType<typeof setInterval>

  const listening = new AbortController()
  const frame = document.createElement('iframe')
  const notice = createNotice(!container)
  const place = container ? placeInPage(container) : placeOverPage(leave)
  const { element } = place

  addEventListener('message', receive, { signal: listening.signal })
  frame.title = titleOf(options)
  // What the frame may copy for the person, it still asks the browser for.
  frame.allow = 'clipboard-write'
  Object.assign(frame.style, { display: 'block', width: '100%', height: '100%', border: '0' })
  applyTheme()
  load()
  element.append(frame, notice.element)
  if (!container) notice.element.focus()
  displace = leave
  return { element, close, setTheme }

  /** Fetches a token while the frame loads: neither waits for the other. */
  function load(): void {
    stop()
    failure = null
    isOpen = false
    // Drawn, but not seen: a ground that flashes before the theme is there would be.
    Object.assign(frame.style, { opacity: '0', visibility: 'visible' })
    frame.src = `${origin}/embed?origin=${encodeURIComponent(location.origin)}`
    asked = fetchToken()
    say('', {})
    expectAnswer()
    patience = setTimeout(() => say('Opening…', { Close: leave }), PATIENCE)
  }

  /** Another page may be in the frame one day, and others may send messages: only Latchkey's own in this frame count. */
  function receive({ source, origin: from, data }: MessageEvent): void {
    if (source !== frame.contentWindow || from !== origin) return
    const message = readFrameMessage(data)
    if (!message) return
    switch (message.type) {
      case 'ready':
        return void open()
      case 'shown':
        return show()
      case 'session_needed':
        return void renew()
      case 'selected':
        close()
        return onSelected(message.credential)
      case 'closed':
        return leave()
      case 'failed':
        show()
        return onFailed?.({ code: message.code })
      case 'resized':
        if (container) element.style.height = `${message.height}px`
        return
      case 'pong':
        missed = 0
        if (failure === 'broken') show()
        return
    }
  }

  async function open(): Promise<void> {
    // A frame that was loaded anew, by itself or by the page moving it, needs a token of its own.
    const mine = (asked ??= fetchToken())
    const token = await mine
    if (asked !== mine) return
    asked = null
    if (token === null) return fail('session_refused')
    const { connector, purpose, view = 'step', texts, selected } = options
    isOpen = true
    send({
      latchkey: 1,
      type: 'open',
      token,
      connector,
      purpose,
      view,
      theme,
      texts,
      selected,
      isInPage: container !== undefined,
    })
    expectAnswer()
    missed = 0
    clearInterval(heart)
    heart = setInterval(ping, PING_EVERY)
  }

  async function renew(): Promise<void> {
    send({ latchkey: 1, type: 'session', token: await fetchToken() })
  }

  /** A string is good for one session. */
  async function fetchToken(): Promise<string | null> {
    const { session } = options
    if (typeof session !== 'string') {
      try {
        // What a server's refusal leaves undefined, too.
        return (await session()) || null
      } catch {
        return null
      }
    }
    if (isSpent) return null
    isSpent = true
    return session
  }

  function ping(): void {
    // The page took the frame out without a word.
    if (!element.isConnected) return close()
    if (missed >= MISSED_AT_MOST) fail('broken')
    missed += 1
    send({ latchkey: 1, type: 'ping' })
  }

  function expectAnswer(): void {
    clearTimeout(limit)
    limit = setTimeout(() => fail('no_answer'), LIMIT)
  }

  function show(): void {
    clearTimeout(patience)
    clearTimeout(limit)
    failure = null
    // The frame may have taken the focus itself: given it as a whole, it would lose its place inside.
    const isToFocus = notice.element.contains(document.activeElement)
    Object.assign(frame.style, { opacity: '1', visibility: 'visible' })
    notice.hide()
    if (isToFocus) frame.focus()
  }

  function fail(code: AuthenticateFailure['code']): void {
    if (failure) return
    failure = code
    clearTimeout(patience)
    clearTimeout(limit)
    frame.style.visibility = 'hidden'
    const canRetry = typeof options.session === 'function' || !isSpent
    say(words[code], canRetry ? { 'Try again': load, Close: leave } : { Close: leave })
    onFailed?.({ code })
  }

  function say(text: string, buttons: Record<string, () => void>): void {
    const { activeElement } = document
    // A frame that has it keeps it, as long as it is to be seen.
    const isToFocus = element.contains(activeElement) && (failure !== null || activeElement !== frame)
    notice.say(text, buttons)
    if (isToFocus) (notice.element.querySelector('button') ?? notice.element).focus()
  }

  function setTheme(next: AuthenticateTheme): void {
    theme = next
    applyTheme()
    if (isOpen) send({ latchkey: 1, type: 'theme', theme })
  }

  function applyTheme(): void {
    const { scheme = 'auto' } = theme
    // A frame of another scheme than its document's gets an opaque ground (CSS Color Adjustment 1, 2.3).
    frame.style.colorScheme = scheme === 'auto' ? 'light dark' : scheme
    notice.setTheme(theme)
  }

  function send(message: MessageToFrame): void {
    frame.contentWindow?.postMessage(message, origin)
  }

  function leave(): void {
    if (listening.signal.aborted) return
    close()
    onClosed?.()
  }

  function close(): void {
    if (listening.signal.aborted) return
    listening.abort()
    stop()
    asked = null
    isOpen = false
    if (displace === leave) displace = undefined
    place.remove()
  }

  function stop(): void {
    clearTimeout(patience)
    clearTimeout(limit)
    clearInterval(heart)
  }
}

function titleOf({ view, texts }: AuthenticateOptions): string {
  return view === 'overlay' ? (texts?.overlayTitle ?? 'Add New Credential') : (texts?.title ?? 'Authenticate')
}
