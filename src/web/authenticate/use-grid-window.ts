import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'

/** Pixels: as `credential-grid.module.css` has it. */
const GAP = 12
/** Pixels of a row that nobody has seen yet, until one has been. */
const USUAL_ROW = 166
/** Rows beyond what is in sight. */
const OVERSCAN = 2

/** Where somebody is in the grid: the cell in the first row in sight, and how many pixels of the row are above. */
export type GridPlace = { cell: number; above: number }

export type GridWindow = {
  /** CSS has laid the grid out, and was asked how. */
  isLaidOut: boolean
  /** The cells that stand in the page's flow: from the first one up to, and without, the last one. */
  first: number
  end: number
  /** What stands for the rows before and after them. */
  style: CSSProperties
  /** Pixels: how high what stands for a cell that has not come should be, so that nothing moves when it comes. */
  usualHeight: number
  /** Where a cell whose row is out of sight stands. */
  awayStyle: (cell: number) => CSSProperties
  /** Null while the grid's beginning is in sight. */
  readPlace: () => GridPlace | null
  returnTo: (place: GridPlace) => void
}

/**
 * Which rows of a grid are in the page. CSS lays the grid out, and is asked how many columns there are and how high
 * each row has become; the virtualiser keeps the account.
 * @param isWhole few enough that all are in the page
 */
export function useGridWindow(grid: RefObject<HTMLElement | null>, cells: number, isWhole: boolean): GridWindow {
  const [geometry, setGeometry] = useState<{ columns: number; top: number } | null>(null)
  const { columns, top } = geometry ?? { columns: 1, top: 0 }
  const [usualRow, setUsualRow] = useState<number | null>(null)
  const usualHeight = usualRow ?? USUAL_ROW
  const rows = Math.ceil(cells / columns)
  // oxlint-disable-next-line react/incompatible-library -- it forbids memoising what it returns, and nothing here does
  const virtualizer = useWindowVirtualizer({
    count: rows,
    estimateSize: () => usualHeight,
    gap: GAP,
    overscan: isWhole ? rows : OVERSCAN,
    scrollMargin: top,
    initialRect: { width: innerWidth, height: innerHeight },
    // What is measured is measured in a layout effect, where React refuses to be flushed.
    useFlushSync: false,
  })
  const shown = virtualizer.getVirtualItems()
  const [firstRow, lastRow] = [shown[0], shown.at(-1)]

  const moved = useRef<GridPlace | null>(null)
  const measure = useEffectEvent(() => {
    if (!grid.current) return
    const style = getComputedStyle(grid.current)
    const measured = {
      columns: style.gridTemplateColumns.split(' ').length,
      top: Math.round(grid.current.getBoundingClientRect().top + scrollY),
    }
    if (measured.columns !== geometry?.columns) {
      moved.current = readPlace()
      setUsualRow(null)
      return setGeometry(measured)
    }
    if (measured.top !== top) setGeometry(measured)
    const heights = style.gridTemplateRows.split(' ').map(Number.parseFloat)
    for (const [index, { index: row }] of shown.entries()) {
      const height = heights[index]
      if (height) virtualizer.resizeItem(row, height)
    }
    if (usualRow === null && heights[1] && shown.length > 1) setUsualRow(heights[1])
  })
  useLayoutEffect(() => measure())
  useEffect(() => {
    const observer = new ResizeObserver(() => measure())
    observer.observe(document.body)
    if (grid.current) observer.observe(grid.current)
    return () => observer.disconnect()
  }, [grid])

  // The virtualiser asks how high a row may be when it forgets what it knows, and then takes nobody along.
  const begin = useEffectEvent(() => {
    const place = moved.current ?? readPlace()
    moved.current = null
    virtualizer.measure()
    if (place) returnTo(place)
  })
  useLayoutEffect(() => begin(), [columns, usualHeight])

  function readPlace(): GridPlace | null {
    const row = virtualizer.range?.startIndex
    if (!row || scrollY <= top) return null
    return { cell: row * columns, above: Math.round(scrollY - startOf(row)) }
  }

  function returnTo({ cell, above }: GridPlace): void {
    const row = Math.min(Math.floor(cell / columns), rows - 1)
    // Has the account made up: forgetting what was measured leaves it as it was until somebody asks.
    virtualizer.getTotalSize()
    scrollTo({ top: startOf(row) + above, behavior: 'instant' })
    // It hears of it with the next frame; what it corrects until then would start from where one was before.
    virtualizer.scrollOffset = scrollY
  }

  const startOf = (row: number) => virtualizer.measurementsCache[row]?.start ?? top

  return {
    isLaidOut: geometry !== null,
    first: (firstRow?.index ?? 0) * columns,
    end: Math.min(((lastRow?.index ?? -1) + 1) * columns, cells),
    style: {
      // Not by custom properties: whatever is below would have to be styled anew at every scroll.
      paddingBlockStart: `${(firstRow?.start ?? top) - top}px`,
      paddingBlockEnd: `${Math.max(0, virtualizer.getTotalSize() - ((lastRow?.end ?? top) - top))}px`,
      '--columns': columns,
    } as CSSProperties,
    usualHeight,
    awayStyle: (cell) =>
      ({
        '--column': cell % columns,
        top: `${startOf(Math.floor(cell / columns)) - top}px`,
        height: `${virtualizer.measurementsCache[Math.floor(cell / columns)]?.size ?? usualHeight}px`,
      }) as CSSProperties,
    readPlace,
    returnTo,
  }
}
