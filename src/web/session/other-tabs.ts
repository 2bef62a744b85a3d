/** What a tab tells the others of this browser, with which it shares its cookies. */
export type SessionNews = 'signed-in' | 'signed-out'

const channel = new BroadcastChannel('latchkey.session')

export function tellOtherTabs(news: SessionNews): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
  channel.postMessage(news)
}

export function hearOtherTabs(listener: (news: SessionNews) => void): () => void {
  const hear = ({ data }: MessageEvent<SessionNews>) => listener(data)
  channel.addEventListener('message', hear)
  return () => channel.removeEventListener('message', hear)
}
