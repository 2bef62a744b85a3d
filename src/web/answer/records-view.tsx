import { useId, useMemo, useState } from 'react'
import { columnsOf, MOST_COLUMNS } from './columns.ts'
import { type RecordPlace, recordsAt } from './records.ts'
import { RecordDetail } from './record-detail.tsx'
import { RecordsTable } from './records-table.tsx'
import styles from './records-view.module.css'

/** Rows beyond these would be higher than a browser can draw. */
const MOST_ROWS = 100_000

type RecordsViewProps = {
  answer: unknown
  places: readonly RecordPlace[]
  /** Where the template says that the records stand. */
  pointer: string | null
}

/** The records of an answer as a table; where there are several lists, a person says which. */
export function RecordsView({ answer, places, pointer }: RecordsViewProps) {
  const id = useId()
  const [chosen, choose] = useState<string | null>(null)
  const wanted = chosen ?? pointer
  const place = places.find((each) => each.pointer === wanted) ?? places[0]
  const records = useMemo(() => (place && recordsAt(answer, place))?.slice(0, MOST_ROWS) ?? [], [answer, place])
  const columns = useMemo(() => columnsOf(records), [records])
  const [opened, open] = useState<{ records: readonly unknown[]; index: number } | null>(null)
  // Another page's row is another record.
  const openedIndex = opened?.records === records ? opened.index : null

  return (
    <div className={styles['view']}>
      <div className={styles['bar']}>
        {places.length > 1 && (
          <>
            <label htmlFor={id}>Rows from</label>
            <select
              id={id}
              className={styles['place']}
              value={place?.pointer}
              onChange={(event) => choose(event.target.value)}
            >
              {places.map((each) => (
                <option key={each.pointer} value={each.pointer}>
                  {placeInWords(each)}
                </option>
              ))}
            </select>
          </>
        )}
        {records.length > 0 && <p className={styles['count']}>{countInWords(place, records.length, columns.length)}</p>}
      </div>
      {records.length === 0 ? (
        <p className={styles['empty']}>No rows: the list is empty.</p>
      ) : (
        <RecordsTable
          // Where somebody has scrolled to in one list means nothing in another.
          key={place?.pointer}
          records={records}
          columns={columns}
          opened={openedIndex}
          onOpen={(index) => open(index === openedIndex ? null : { records, index })}
        />
      )}
      {openedIndex !== null && (
        <RecordDetail
          key={openedIndex}
          number={openedIndex + 1}
          record={records[openedIndex]}
          onClose={() => open(null)}
        />
      )}
    </div>
  )
}

function placeInWords({ pointer, count }: RecordPlace): string {
  if (count === null) return 'The answer as one row'
  return `${pointer || 'The answer'} (${count.toLocaleString('en')})`
}

function countInWords(place: RecordPlace | undefined, rows: number, columns: number): string {
  const all = place?.count ?? rows
  const rowWords =
    all > rows ? `the first ${rows.toLocaleString('en')} of ${all.toLocaleString('en')} rows` : plural(rows, 'row')
  const columnWords =
    columns >= MOST_COLUMNS ? `the first ${MOST_COLUMNS.toLocaleString('en')} columns` : plural(columns, 'column')
  return `${rowWords}, ${columnWords}`
}

function plural(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
}
