import { useEffect, useState } from 'react'

/**
 * Whole seconds until `milliseconds` have passed since the first render; at least one, so that a time that is past
 * already cannot make a loop of it.
 */
export function useCountdown(milliseconds: number): number {
  const [end] = useState(() => performance.now() + Math.max(milliseconds, 1_000))
  const [now, setNow] = useState(() => performance.now())
  const secondsLeft = Math.max(0, Math.ceil((end - now) / 1_000))
  useEffect(() => {
    if (secondsLeft === 0) return
    const timer = setInterval(() => setNow(performance.now()), 250)
    return () => clearInterval(timer)
  }, [secondsLeft])
  return secondsLeft
}
