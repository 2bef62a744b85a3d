import { type DayHour, fullnessOf } from './day-hours.ts'
import { hourOfDayInWords } from './hour-words.ts'
import styles from './usage-table.module.css'
import { countInWords, durationInWords } from './usage-words.ts'

/** The last day in figures, the latest hour first. Hours without a call are left out. */
export function UsageTable({ day, now }: { day: DayHour[]; now: number }) {
  return (
    // Seven columns have no room on a telephone: they scroll, by the keyboard, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- not every browser gives what scrolls the focus itself
    <div className={styles['scroll']} role="region" aria-label="Use by the hour" tabIndex={0}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col">Calls</th>
            <th scope="col">Errors</th>
            <th scope="col">Throttled</th>
            <th scope="col">Median</th>
            <th scope="col">Slowest 1 %</th>
            <th scope="col">Budget used</th>
          </tr>
        </thead>
        <tbody>
          {day.toReversed().map(
            ({ at, usage }) =>
              usage && (
                <tr key={at}>
                  <th scope="row">{hourOfDayInWords(at, now)}</th>
                  <td>{countInWords(usage.calls)}</td>
                  <td>{countInWords(usage.errors)}</td>
                  <td>{countInWords(usage.throttled)}</td>
                  <td>{usage.p50 === null ? '–' : durationInWords(usage.p50)}</td>
                  <td>{usage.p99 === null ? '–' : durationInWords(usage.p99)}</td>
                  <td>{usage.budget ? percentOf(fullnessOf(usage)) : 'Not known'}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
    </div>
  )
}

function percentOf(fullness: number | null): string {
  return `${Math.round((fullness ?? 0) * 100)} %`
}
