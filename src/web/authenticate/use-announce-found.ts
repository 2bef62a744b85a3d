import { useEffect, useEffectEvent, useRef } from 'react'
import { announce } from '../ui/announcer.tsx'

/** Milliseconds without another change after which it is said how many were found: not at every key. */
const PAUSE = 700

/**
 * Says how many there are once something else was looked for.
 * @param words undefined while they are being looked for
 */
export function useAnnounceFound(words: string | undefined, filters: string): void {
  const said = useRef(filters)
  const say = useEffectEvent(() => {
    said.current = filters
    if (words) announce(words)
  })
  useEffect(() => {
    if (words === undefined || said.current === filters) return
    const timer = setTimeout(() => say(), PAUSE)
    return () => clearTimeout(timer)
  }, [words, filters])
}
