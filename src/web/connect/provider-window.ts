import { connectWindowPath } from '../../contract/oauth.ts'
import { NoAnswerFailure } from '../api/request.ts'

/** The window that goes to a provider, as the form that opened it sees it. */
export type ProviderWindow = {
  /** Settled once it shows a page of Latchkey's own, which can ask for the way. Rejects where it is closed before. */
  ready: Promise<Pick<Window, 'fetch'>>
  /** Closed, or out of sight: a provider's page may cut the two apart (Cross-Origin-Opener-Policy), and then nobody can tell. */
  isClosed: () => boolean
  goTo: (url: string) => void
  /** Until it has gone to the provider: from then on it is nobody's but the person's. */
  close: () => void
}

/** Milliseconds until a window of Latchkey's own that has not loaded never will. */
const PATIENCE = 10_000
const LOOK = 25

/** The ways to a provider's page. */
export const toProvider = {
  /** Within the press of a button, or browsers block it. Null where they do all the same. */
  openWindow: openProviderWindow,
  /** Whether the page itself can go there: a frame of a product's page cannot. */
  mayLeave: () => window.top === window,
  /** With everything that the page has in memory. */
  leave: (url: string) => location.assign(url),
}

function openProviderWindow(): ProviderWindow | null {
  const opened = window.open(connectWindowPath, '_blank', 'popup,width=560,height=760')
  if (!opened) return null
  const given = performance.now() + PATIENCE

  async function untilReady(): Promise<Window> {
    for (;;) {
      if (opened === null || opened.closed || performance.now() > given) throw new NoAnswerFailure('timeout')
      if (opened.location.pathname === connectWindowPath && opened.document.readyState === 'complete') return opened
      await new Promise((resolve) => setTimeout(resolve, LOOK))
    }
  }

  let hasLeft = false
  return {
    ready: untilReady(),
    isClosed: () => opened.closed,
    goTo(url) {
      // The provider's page has no business with this one.
      hasLeft = true
      opened.opener = null
      opened.location.replace(url)
    },
    close() {
      if (!hasLeft) opened.close()
    },
  }
}
