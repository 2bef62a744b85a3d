/** Where it is kept which screen is shown, and which were shown before. */
export type ScreenHistory = {
  readonly path: string
  /** As a URL has it: empty, or with its question mark. */
  readonly search: string
  /** What was left with the entry. */
  readonly state: unknown
  replaceState: (state: unknown) => void
  back: () => void
  forward: () => void
  /** Every screen of Latchkey can be gone to: a frame shows one alone. */
  readonly hasEveryScreen: boolean
}

const addressBar: ScreenHistory = {
  get path() {
    return location.pathname
  },
  get search() {
    return location.search
  },
  get state() {
    return history.state as unknown
  },
  replaceState: (state) => history.replaceState(state, ''),
  back: () => history.back(),
  forward: () => history.forward(),
  hasEveryScreen: true,
}

let current = addressBar

/** The address bar and the browser's history, unless another was chosen. */
export function screenHistory(): ScreenHistory {
  return current
}

/** Before anything is drawn: a page in a frame must not touch the address that it was given, nor the host's Back. */
export function keepScreensIn(history: ScreenHistory): void {
  current = history
}
