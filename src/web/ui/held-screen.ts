import { useSyncExternalStore } from 'react'

/** The path whose screen is to stay, wherever the URL leads meanwhile. */
let held: string | null = null
const listeners = new Set<() => void>()

/** Keeps a screen, and what was typed on it, until the function that comes back is called. */
export function holdScreen(path: string): () => void {
  change(path)
  return () => change(null)
}

/** The path whose screen is to be shown. */
export function useShownPath(path: string): string {
  return useSyncExternalStore(subscribe, () => held) ?? path
}

function change(path: string | null): void {
  held = path
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
