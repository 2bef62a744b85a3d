import { useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useEffect, useMemo, useRef } from 'react'
import styles from './json-lines.module.css'

/** Pixels, as json-lines.module.css has it. */
const LINE = 18
const PADDING = 8
/** Up to as many are in the page whole, where a search of the browser's own finds them. */
const WHOLE = 500
/** More would be higher than a browser can draw. */
const MOST_LINES = 300_000
/** Characters of a line: one of a megabyte would take the page seconds to lay out. */
const LONGEST = 2_000

/** Text in lines; of many, those in sight are in the page. */
export function JsonLines({ text, label }: { text: string; label: string }) {
  const { lines, columns, isCut } = useMemo(() => toLines(text), [text])
  const region = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- it forbids memoising what it returns, and nothing here does
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => region.current,
    estimateSize: () => LINE,
    overscan: lines.length <= WHOLE ? WHOLE : 12,
    paddingStart: PADDING,
    paddingEnd: PADDING,
  })
  // Another page is read from its top.
  useEffect(() => {
    region.current?.scrollTo({ top: 0 })
  }, [text])

  return (
    <>
      {/* Scrolls by itself, and so has to be reachable without a mouse. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={region} className={styles['region']} role="region" aria-label={label} tabIndex={0}>
        <div className={styles['lines']} style={{ height: virtualizer.getTotalSize(), minWidth: `${columns + 4}ch` }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <div key={index} className={styles['line']} style={{ transform: `translateY(${start}px)` }}>
              <Line text={lines[index] ?? ''} />
            </div>
          ))}
        </div>
      </div>
      {isCut && (
        <p className={styles['cut']}>
          Cut here and there, since the whole would be too much to draw. Copy has all of it.
        </p>
      )}
    </>
  )
}

/** A field's name stands out from its value. */
function Line({ text }: { text: string }) {
  const [, before, key, after] = /^(\s*)("(?:[^"\\]|\\.)*")(: .*)$/u.exec(text) ?? []
  if (key === undefined) return <Fragment>{text}</Fragment>
  return (
    <>
      {before}
      <span className={styles['key']}>{key}</span>
      {after}
    </>
  )
}

function toLines(text: string): { lines: string[]; columns: number; isCut: boolean } {
  const all = text.split('\n')
  let columns = 0
  let isCut = all.length > MOST_LINES
  const lines = all.slice(0, MOST_LINES).map((line) => {
    columns = Math.max(columns, Math.min(line.length, LONGEST))
    if (line.length <= LONGEST) return line
    isCut = true
    return `${line.slice(0, LONGEST)}…`
  })
  return { lines, columns, isCut }
}
