import { useEffect, useState } from 'react'

const MINUTE = 60_000

/** Unix milliseconds, moving on by the minute, so that an age on the screen does not go stale. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE)
    return () => clearInterval(timer)
  }, [])
  return now
}
