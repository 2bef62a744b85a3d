import {
  EMBED_VERSION,
  type MessageFromFrame,
  type MessageToFrame,
  messageToFrameSchema,
} from '../../contract/embed-message.ts'

/** What a message says, without the version that all have in common. */
type Said<Message> = Message extends unknown ? Omit<Message, 'latchkey'> : never
export type FrameSays = Said<MessageFromFrame>
export type HostSays = Said<MessageToFrame>

/** The page around this one, in which Latchkey is shown. */
export type HostPage = {
  /** Exact, as the browser tells it of each message. */
  origin: string
  send: (message: FrameSays) => void
  listen: (listener: (message: HostSays) => void) => void
}

/**
 * The page around this one, as far as it is the one that this page's own address names: nothing is sent to any other, nor
 * taken from any. Null where there is none.
 */
export function findHostPage(frame: Window): HostPage | null {
  const { parent } = frame
  const origin = parseOrigin(new URLSearchParams(frame.location.search).get('origin') ?? '')
  if (parent === frame || !origin) return null
  return {
    origin,
    send: (message) => parent.postMessage({ latchkey: EMBED_VERSION, ...message } satisfies MessageFromFrame, origin),
    listen(listener) {
      frame.addEventListener('message', (event) => {
        if (event.source !== parent || event.origin !== origin) return
        const { success, data } = messageToFrameSchema.safeParse(event.data)
        if (success) listener(data)
      })
    },
  }
}

/** Null for what is not exactly an origin of the web: `*` would be told everything, and so would `null`. */
function parseOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { origin, protocol } = new URL(text)
  return origin === text && /^https?:$/u.test(protocol) ? origin : null
}
