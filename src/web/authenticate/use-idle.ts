import { useEffect } from 'react'

/** Does something once the browser has nothing better to do, or half a second later where it cannot tell. */
export function useIdle(task: () => void): void {
  useEffect(() => {
    if (typeof requestIdleCallback === 'function') {
      const idle = requestIdleCallback(task, { timeout: 2_000 })
      return () => cancelIdleCallback(idle)
    }
    const timer = setTimeout(task, 500)
    return () => clearTimeout(timer)
  }, [task])
}
