import { useEffect, useEffectEvent, useRef } from 'react'
import { forgetPlace, recallPlace, rememberPlace } from './scroll-memory.ts'
import type { GridWindow } from './use-grid-window.ts'

/** Finds one's place in a list again, after a reload or on coming back to the screen. */
export function usePlace(list: string, isThere: boolean, grid: Pick<GridWindow, 'readPlace' | 'returnTo'>): void {
  const isFirst = useRef(true)
  const restore = useEffectEvent(() => {
    const place = isFirst.current && recallPlace(list)
    isFirst.current = false
    if (place) grid.returnTo(place)
  })
  const keep = useEffectEvent(() => {
    const place = grid.readPlace()
    if (place) rememberPlace(list, place)
    else forgetPlace()
  })

  useEffect(() => {
    if (!isThere) return
    restore()
    let timer: ReturnType<typeof setTimeout> | undefined
    const keepSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => keep(), SETTLED)
    }
    addEventListener('scroll', keepSoon, { passive: true })
    return () => {
      clearTimeout(timer)
      removeEventListener('scroll', keepSoon)
    }
  }, [isThere])
}

/** Milliseconds after which somebody who scrolls has got to where they wanted. */
const SETTLED = 100
