import * as z from 'zod/mini'
import type { GridPlace } from './use-grid-window.ts'

const STORAGE_KEY = 'latchkey.place'

/** Where in a list somebody was, as a tab keeps it. */
const memorySchema = z.object({ list: z.string(), cell: z.int(), above: z.int() })

/** Keeps where somebody is, for when they come back. */
export function rememberPlace(list: string, place: GridPlace): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ list, ...place }))
  } catch {
    // A browser that keeps nothing costs the person some scrolling.
  }
}

/** Where somebody was in a list, if they were last in that one. */
export function recallPlace(list: string): GridPlace | null {
  try {
    const memory = memorySchema.parse(JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? ''))
    return memory.list === list ? memory : null
  } catch {
    return null
  }
}

/** Next time a list is seen from its beginning. */
export function forgetPlace(): void {
  try {
    sessionStorage.removeItem(STORAGE_KEY)
  } catch {
    // Then there was nothing to forget.
  }
}
