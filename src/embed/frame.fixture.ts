import { vi } from 'vitest'
import type { MessageFromFrame, MessageToFrame } from '../contract/embed-message.ts'

export const LATCHKEY = 'https://latchkey.test'

type FromFrame = MessageFromFrame extends infer Each ? (Each extends unknown ? Omit<Each, 'latchkey'> : never) : never

/** A frame's other side without a page in it: what it is told, and what comes from it, from wherever a test likes. */
export function stubFrame(): {
  told: { message: MessageToFrame; to: unknown }[]
  /** As Latchkey's own page in the frame. */
  say: (message: FromFrame) => void
  receive: (data: unknown, from?: { origin?: string; source?: MessageEventSource }) => void
} {
  const { port1: frame } = new MessageChannel()
  const told: { message: MessageToFrame; to: unknown }[] = []
  vi.spyOn(frame, 'postMessage').mockImplementation((message: MessageToFrame, to: unknown) => {
    told.push({ message, to })
  })
  vi.spyOn(HTMLIFrameElement.prototype, 'contentWindow', 'get').mockReturnValue(frame as unknown as Window)
  // No page is looked for: there is none.
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockImplementation(function (this: HTMLIFrameElement, url) {
    this.dataset['src'] = url
  })
  function receive(
    data: unknown,
    { origin = LATCHKEY, source = frame }: { origin?: string; source?: MessageEventSource } = {},
  ) {
    window.dispatchEvent(new MessageEvent('message', { data, origin, source }))
  }
  return { told, receive, say: (message) => receive({ latchkey: 1, ...message }) }
}
