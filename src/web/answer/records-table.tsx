import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { cellText } from './cell-text.ts'
import { type Column, valueAtPath } from './columns.ts'
import styles from './records-table.module.css'

/** Pixels, as records-table.module.css has them. */
const ROW = 32
const NUMBER = 64

type RecordsTableProps = {
  records: readonly unknown[]
  columns: readonly Column[]
  /** The row that is shown whole elsewhere. */
  opened: number | null
  onOpen: (index: number) => void
}

/**
 * A table of which only what is in sight is in the page, both ways: a thousand columns and as many rows are a million
 * cells. Made of `div`s, since a `table` lays itself out from all of its cells; the roles say what it is.
 */
export function RecordsTable({ records, columns, opened, onOpen }: RecordsTableProps) {
  const region = useRef<HTMLDivElement>(null)
  const [visited, setVisited] = useState(0)
  /** The row that the Tab key leads to: with a stop for each row, nobody would get past the table. */
  const stop = Math.min(visited, records.length - 1)
  // It stays, wherever it is: the focus would be lost with it, and so would the way back to it.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const inSight = defaultRangeExtractor(range)
      return inSight.includes(stop) ? inSight : [...inSight, stop].toSorted((one, other) => one - other)
    },
    [stop],
  )
  // oxlint-disable-next-line react/incompatible-library -- it forbids memoising what it returns, and nothing here does
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => region.current,
    estimateSize: () => ROW,
    overscan: 6,
    paddingStart: ROW,
    scrollPaddingStart: ROW,
    rangeExtractor,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => region.current,
    estimateSize: (index) => columns[index]?.width ?? 0,
    overscan: 3,
    paddingStart: NUMBER,
    scrollPaddingStart: NUMBER,
  })
  // Another page is read from its top.
  useEffect(() => {
    region.current?.scrollTo({ top: 0 })
  }, [records])

  function walk(event: KeyboardEvent) {
    const last = records.length - 1
    const to = { ArrowUp: Math.max(stop - 1, 0), ArrowDown: Math.min(stop + 1, last), Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    flushSync(() => setVisited(to))
    region.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus()
  }

  const width = across.getTotalSize()
  const cells = across.getVirtualItems().flatMap(({ index, start }) => {
    const column = columns[index]
    return column ? [{ column, index, style: { insetInlineStart: start, width: column.width } }] : []
  })

  return (
    // Scrolls by itself, and so has to be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={region} className={styles['region']} role="region" aria-label="Rows of the answer" tabIndex={0}>
      <div
        role="table"
        aria-label="Rows"
        aria-rowcount={records.length + 1}
        aria-colcount={columns.length + 1}
        className={styles['table']}
        style={{ height: rows.getTotalSize(), width }}
      >
        <div role="rowgroup" className={styles['head']}>
          <div role="row" aria-rowindex={1} className={styles['row']}>
            <div role="columnheader" aria-colindex={1} className={styles['number']}>
              Row
            </div>
            {cells.map(({ column, index, style }) => (
              <div
                key={index}
                role="columnheader"
                aria-colindex={index + 2}
                className={styles['cell']}
                style={style}
                title={column.name}
              >
                {column.name}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup">
          {rows.getVirtualItems().map(({ index: row, start }) => (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 2}
              className={`${styles['row']} ${styles['record']}`}
              data-opened={row === opened || undefined}
              style={{ transform: `translateY(${start}px)` }}
            >
              <div role="rowheader" aria-colindex={1} className={styles['number']}>
                <button
                  type="button"
                  aria-label={`Row ${row + 1} as JSON`}
                  aria-expanded={row === opened}
                  data-row={row}
                  tabIndex={row === stop ? 0 : -1}
                  onFocus={() => setVisited(row)}
                  onKeyDown={walk}
                  onClick={() => onOpen(row)}
                >
                  {row + 1}
                </button>
              </div>
              {cells.map(({ column, index, style }) => {
                const { text, isRemark } = cellText(valueAtPath(records[row], column.path))
                return (
                  <div
                    key={index}
                    role="cell"
                    aria-colindex={index + 2}
                    className={isRemark ? `${styles['cell']} ${styles['remark']}` : styles['cell']}
                    style={style}
                    dir="auto"
                  >
                    {text}
                  </div>
                )
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}
