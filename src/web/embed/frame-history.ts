import { useSyncExternalStore } from 'react'
import type { ScreenHistory } from '../ui/screen-history.ts'

type Entry = { path: string; search: string; state: unknown }
type Navigate = (to: string, options?: { replace?: boolean; state?: unknown }) => void

/** A history in memory, with the hooks that wouter's `Router` takes. */
export type FrameHistory = ScreenHistory & {
  navigate: Navigate
  useLocation: () => [string, Navigate]
  useSearch: () => string
}

/** The browser's history behaves as this one does, back and forward included, which wouter's own in memory has not. */
export function createFrameHistory(start: string): FrameHistory {
  let entries: [Entry, ...Entry[]] = [toEntry(start, null)]
  let place = 0
  const listeners = new Set<() => void>()
  const current = () => entries[place] ?? entries[0]

  function changed(): void {
    for (const listener of listeners) listener()
  }

  function go(steps: 1 | -1): void {
    if (!entries[place + steps]) return
    place += steps
    changed()
  }

  const navigate: Navigate = (to, { replace = false, state = null } = {}) => {
    const [first, ...kept] = entries.slice(0, replace ? place : place + 1)
    const entry = toEntry(to, state)
    entries = first ? [first, ...kept, entry] : [entry]
    place = entries.length - 1
    changed()
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  return {
    get path() {
      return current().path
    },
    get search() {
      return current().search
    },
    get state() {
      return current().state
    },
    replaceState(state) {
      current().state = state
    },
    back: () => go(-1),
    forward: () => go(1),
    hasEveryScreen: false,
    navigate,
    useLocation: () => [useSyncExternalStore(subscribe, () => current().path), navigate],
    useSearch: () => useSyncExternalStore(subscribe, () => current().search),
  }
}

function toEntry(to: string, state: unknown): Entry {
  // Of no address in particular: only its parts count.
  const { pathname, search } = new URL(to, 'http://frame.invalid')
  return { path: pathname, search, state }
}
