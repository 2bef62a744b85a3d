import type { Wait } from '../wait.ts'

/** One timer, set for the earliest of what it is set for. */
export interface Alarm {
  set(at: number): void
  stop(): void
}

/** @param ring may come a millisecond early, as timers do: whoever is woken looks at the clock */
export function createAlarm({ clock, wait }: { clock(): Date; wait: Wait }, ring: () => void): Alarm {
  let running: { at: number; controller: AbortController } | null = null

  function stop(): void {
    running?.controller.abort()
    running = null
  }

  return {
    set(at) {
      if (running && running.at <= at) return
      stop()
      const own = { at, controller: new AbortController() }
      running = own
      void wait(Math.max(1, at - clock().getTime()), own.controller.signal).then(() => {
        if (running !== own) return
        running = null
        ring()
      })
    },
    stop,
  }
}
