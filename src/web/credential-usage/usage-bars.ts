import type { Bars } from './bar-plot.tsx'
import { type DayHour, fullnessOf } from './day-hours.ts'
import { hourOfDayInWords } from './hour-words.ts'
import { countInWords } from './usage-words.ts'

/** What there is to plot of a day; null for what has nothing to show. */
export type UsageBars = { calls: Bars; failures: Bars | null; budget: Bars | null }

export function toUsageBars(day: DayHour[], now: number): UsageBars {
  const hours = day.map(({ at }) => at)
  const calls = day.map(({ usage }) => usage?.calls ?? null)
  const errors = day.map(({ usage }) => usage?.errors || null)
  // No bar where there is nothing: an outline would be drawn of it.
  const failed = day.map(({ usage }) => (usage && usage.errors + usage.throttled) || null)
  const fullness = day.map(({ usage }) => usage && fullnessOf(usage))
  const when = (values: (number | null)[]) => hourOfDayInWords(hours[values.indexOf(most(values))] ?? now, now)
  return {
    calls: {
      words: `Calls by the hour: ${countInWords(most(calls))} at the most, ${when(calls)}.`,
      hours,
      series: [{ values: calls, colour: '--accent' }],
      ...scaleOf(most(calls)),
    },
    failures:
      most(failed) === 0
        ? null
        : {
            words: `Errors and throttled calls by the hour: ${countInWords(most(failed))} at the most, ${when(failed)}.`,
            hours,
            // Errors stand in front of both together, so that what shows above them is what was throttled: in outline,
            // for those to whom the two colours are one.
            series: [
              { values: failed, colour: '--warning', inside: '--warning-soft' },
              { values: errors, colour: '--bad' },
            ],
            ...scaleOf(most(failed)),
          },
    budget: fullness.every((value) => value === null)
      ? null
      : {
          words: `Rate budget used in the fullest window of each hour: ${percent(most(fullness))} at the most, ${when(fullness)}.`,
          hours,
          series: [{ values: fullness, colour: '--accent' }],
          top: 1,
          toTick: percent,
        },
  }
}

function most(values: (number | null)[]): number {
  return Math.max(0, ...values.map((value) => value ?? 0))
}

/** The next round number from there on, half of which is whole, too. */
export function roundTop(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(highest, 1)))
  const tops = [1, 2, 4, 6, 8, 10].map((factor) => factor * power)
  return tops.find((top) => top >= highest && top % 2 === 0) ?? 10 * power
}

function scaleOf(highest: number): Pick<Bars, 'top' | 'toTick'> {
  return { top: roundTop(highest), toTick: (value) => value.toLocaleString('en', { notation: 'compact' }) }
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`
}
