import { type ReactNode, useMemo, useState } from 'react'
import { BarPlot } from './bar-plot.tsx'
import { type DayHour, fullnessOf } from './day-hours.ts'
import { hourInWords } from './hour-words.ts'
import { toUsageBars } from './usage-bars.ts'
import styles from './usage-plots.module.css'
import { countInWords } from './usage-words.ts'

/** Calls, what failed of them, and how full the rate budget was, one below the other along the same hours. */
export function UsagePlots({ day, now }: { day: DayHour[]; now: number }) {
  const [pointed, setPointed] = useState<number | null>(null)
  const [drawnAt] = useState(now)
  const { calls, failures, budget } = useMemo(() => toUsageBars(day, drawnAt), [day, drawnAt])
  const hour = pointed === null ? undefined : day[pointed]
  return (
    <div className={styles['plots']}>
      <Plot title="Calls">
        <BarPlot
          bars={calls}
          height={budget || failures ? 96 : 116}
          hasHours={!budget && !failures}
          onPoint={setPointed}
        />
      </Plot>
      {failures && (
        <Plot
          title={
            <>
              <span className={`${styles['key']} ${styles['errors']}`}>Errors</span>{' '}
              <span className={`${styles['key']} ${styles['throttled']}`}>Throttled</span>
            </>
          }
        >
          <BarPlot bars={failures} height={budget ? 72 : 92} hasHours={!budget} onPoint={setPointed} />
        </Plot>
      )}
      {budget && (
        <Plot title="Rate budget used, in the fullest window">
          <BarPlot bars={budget} height={92} hasHours onPoint={setPointed} />
        </Plot>
      )}
      {/* For the pointer: the table below says the same to everybody. */}
      <p className={styles['pointed']} aria-hidden="true">
        {hour ? hourInFigures(hour) : 'Point at an hour for its figures.'}
      </p>
    </div>
  )
}

function Plot({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div>
      <p className={styles['title']}>{title}</p>
      {children}
    </div>
  )
}

function hourInFigures({ at, usage }: DayHour): string {
  const hour = hourInWords(at)
  if (!usage) return `${hour}: no calls`
  const { calls, errors, throttled } = usage
  const fullness = fullnessOf(usage)
  return [
    `${hour}: ${countInWords(calls)} ${calls === 1 ? 'call' : 'calls'}`,
    errors > 0 && `${countInWords(errors)} failed`,
    throttled > 0 && `${countInWords(throttled)} throttled`,
    fullness !== null && `${Math.round(fullness * 100)} % of the budget`,
  ]
    .filter(Boolean)
    .join(', ')
}
