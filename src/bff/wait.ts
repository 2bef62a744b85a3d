import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves after so many milliseconds, or at once when the signal ends; never rejects. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>

export const wait: Wait = (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined)
