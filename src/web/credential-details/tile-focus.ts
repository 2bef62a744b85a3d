const TILES = '[role="radiogroup"] input[type="radio"]'

/** Frames for which a tile that comes or goes is waited for. */
const PATIENCE = 30

/** The credential whose tile takes the focus once this one's is gone: the next, or the one before. */
export function neighbourOf(id: string): string | null {
  const ids = [...document.querySelectorAll<HTMLInputElement>(TILES)].map(({ value }) => value)
  const place = ids.indexOf(id)
  return place === -1 ? null : (ids[place + 1] ?? ids[place - 1] ?? null)
}

/** Focuses a credential's tile once the one that goes is gone, since the grid is drawn anew only then. */
export function focusNeighbour(id: string | null, goneId: string): void {
  whenDrawn(
    () => !findTile(goneId),
    () => (id === null ? beginning() : (findTile(id) ?? beginning()))?.focus(),
  )
}

/** Focuses the tile of a credential that was had back, unless the person has gone elsewhere meanwhile. */
export function focusRestored(id: string): void {
  whenDrawn(
    () => findTile(id) !== null || !document.querySelector('[role="radiogroup"]'),
    () => {
      const { activeElement } = document
      const isElsewhere = activeElement !== document.body && !activeElement?.closest('[data-toasts]')
      if (!isElsewhere) (findTile(id) ?? beginning())?.focus()
    },
  )
}

function whenDrawn(isDrawn: () => boolean, then: () => void, patience = PATIENCE): void {
  requestAnimationFrame(() => {
    if (isDrawn() || patience === 0) then()
    else whenDrawn(isDrawn, then, patience - 1)
  })
}

/** What the screen begins with, where there is no tile to focus: *Add Credential*, or itself. */
function beginning(): HTMLElement | null {
  return (
    document.querySelector<HTMLElement>('main [aria-haspopup="dialog"]') ?? document.querySelector<HTMLElement>('main')
  )
}

function findTile(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`${TILES}[value="${CSS.escape(id)}"]`)
}
