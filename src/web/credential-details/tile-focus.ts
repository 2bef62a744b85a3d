const TILES = '[role="radiogroup"] input[type="radio"]'

/** Frames for which a tile that goes is waited for. */
const PATIENCE = 30

/** The credential whose tile takes the focus once this one's is gone: the next, or the one before. */
export function neighbourOf(id: string): string | null {
  const ids = [...document.querySelectorAll<HTMLInputElement>(TILES)].map(({ value }) => value)
  const place = ids.indexOf(id)
  return place === -1 ? null : (ids[place + 1] ?? ids[place - 1] ?? null)
}

/**
 * Focuses a credential's tile, or where there is none what the screen begins with: *Add Credential*, or itself. Not
 * before the tile of the one that goes is gone, since the grid is drawn anew only then.
 */
export function focusTile(id: string | null, goneId: string, patience = PATIENCE): void {
  requestAnimationFrame(() => {
    if (findTile(goneId) && patience > 0) return focusTile(id, goneId, patience - 1)
    const tile = id === null ? null : findTile(id)
    const add = document.querySelector<HTMLElement>('main [aria-haspopup="dialog"]')
    const target = tile ?? add ?? document.querySelector<HTMLElement>('main')
    target?.focus()
  })
}

function findTile(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`${TILES}[value="${CSS.escape(id)}"]`)
}
