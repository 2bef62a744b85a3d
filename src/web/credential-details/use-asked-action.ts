import { useEffect, useState } from 'react'
import type { DetailsAction, OverEntry } from './open-details.ts'

/** What the panel was opened for, once: neither a reload nor the browser's Forward asks for it again. */
export function useAskedAction(): DetailsAction | undefined {
  const [action] = useState(() => (history.state as OverEntry)?.action)
  useEffect(() => {
    const entry = history.state as OverEntry
    if (entry?.action) history.replaceState({ isOverEntry: true } satisfies OverEntry, '')
  }, [])
  return action
}
