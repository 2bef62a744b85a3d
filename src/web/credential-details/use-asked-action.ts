import { useEffect, useState } from 'react'
import { screenHistory } from '../ui/screen-history.ts'
import type { DetailsAction, OverEntry } from './open-details.ts'

/** What the panel was opened for, once: neither a reload nor the browser's Forward asks for it again. */
export function useAskedAction(): DetailsAction | undefined {
  const [action] = useState(() => (screenHistory().state as OverEntry)?.action)
  useEffect(() => {
    const entry = screenHistory().state as OverEntry
    if (entry?.action) screenHistory().replaceState({ isOverEntry: true } satisfies OverEntry)
  }, [])
  return action
}
