import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { holdScreen } from '../ui/held-screen.ts'

export type LeaveQuestion = {
  /** Somebody is on the way out, and is to be asked. */
  isAsked: boolean
  stay: () => void
  leave: () => void
  /** From now on nobody is asked: there is nothing left to save. */
  letGo: () => void
}

/**
 * Holds back whoever leaves the screen with something unsaved: by a link, by the browser's Back and Forward, or by
 * closing the page, where the browser asks in its own words. What stands over the screen, at the same path, is no way out.
 */
export function useLeaveQuestion(isUnsaved: boolean): LeaveQuestion {
  const [, navigate] = useLocation()
  const [wayOut, setWayOut] = useState<(() => void) | null>(null)
  const release = useRef<(() => void) | null>(null)

  useEffect(() => {
    if (!isUnsaved) return
    const own = location.pathname
    const ownPlace = placeInHistory()
    /** How far from the screen's own entry the browser went, while it is on its way back. */
    let steps: number | null = null

    function handleClick(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const opensElsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
      if (!link?.href || link.target || opensElsewhere) return
      const to = new URL(link.href)
      if (to.origin !== location.origin || to.pathname === own) return
      event.preventDefault()
      event.stopPropagation()
      setWayOut(() => () => navigate(to.pathname + to.search + to.hash))
    }

    // The URL has changed by then, and is changed back at once: a second Back would lead out of the page.
    function handlePop() {
      if (steps !== null) {
        const gone = steps
        steps = null
        setWayOut(() => () => history.go(gone))
      } else if (location.pathname !== own) {
        const place = placeInHistory()
        // Where the browser does not say, it was Back.
        steps = place === null || ownPlace === null ? -1 : place - ownPlace
        history.go(-steps)
      }
    }

    const releaseScreen = holdScreen(own)
    addEventListener('beforeunload', keepPage)
    addEventListener('popstate', handlePop)
    document.addEventListener('click', handleClick, { capture: true })
    release.current = () => {
      releaseScreen()
      removeEventListener('beforeunload', keepPage)
      removeEventListener('popstate', handlePop)
      document.removeEventListener('click', handleClick, { capture: true })
    }
    return release.current
  }, [isUnsaved, navigate])

  return {
    isAsked: wayOut !== null,
    stay: () => setWayOut(null),
    leave() {
      release.current?.()
      setWayOut(null)
      wayOut?.()
    },
    letGo: () => release.current?.(),
  }
}

function keepPage(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

/** The Navigation API's, which not every browser has yet. */
function placeInHistory(): number | null {
  const { navigation } = window as { navigation?: { currentEntry?: { index: number } | null } }
  return navigation?.currentEntry?.index ?? null
}
