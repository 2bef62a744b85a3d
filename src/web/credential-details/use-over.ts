import { useState } from 'react'
import { useLocation } from 'wouter'
import { screenHistory } from '../ui/screen-history.ts'
import { type OverEntry, screenHref } from './open-details.ts'

export type Over = {
  /** What is shown; null for nothing. It stays after the URL is left, until it is closed. */
  shown: string | null
  /** The browser's Back has left the URL that asks for it, while it is still there. */
  isLeft: boolean
  close: () => void
  /** Goes forward again to the URL that was left. */
  returnTo: () => void
}

/** Something over a screen that the URL's search asks for. Back leads out of it, but not past an edit in it. */
export function useOver(asked: string | null): Over {
  const [, navigate] = useLocation()
  const [shown, setShown] = useState(asked)
  const [wasAsked, setWasAsked] = useState(asked)
  if (wasAsked !== asked) {
    setWasAsked(asked)
    if (asked !== null) setShown(asked)
  }

  return {
    shown,
    isLeft: shown !== null && asked === null,
    close() {
      setShown(null)
      if (asked === null) return
      const entry = screenHistory().state as OverEntry
      // Without an entry of its own (its address was typed in) there is no telling where Back would lead.
      if (entry?.isOverEntry) screenHistory().back()
      else navigate(screenHref(), { replace: true })
    },
    returnTo: () => screenHistory().forward(),
  }
}
