import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import styles from './bar-plot.module.css'
import { hourInWords } from './hour-words.ts'

export type BarSeries = {
  /** One an hour. */
  values: (number | null)[]
  /** The custom property that has the colour. */
  colour: `--${string}`
  /** Of the ground inside an outline. Without it, the bar is of one colour. */
  inside?: `--${string}`
}

/** Bars along the hours of a day. */
export type Bars = {
  /** What can be seen, for those who do not see it. */
  words: string
  /** Unix milliseconds: when each hour began. */
  hours: number[]
  /** Each is drawn in front of those before it. */
  series: BarSeries[]
  /** Where the scale ends. */
  top: number
  toTick: (value: number) => string
}

type BarPlotProps = {
  bars: Bars
  /** CSS pixels. */
  height: number
  /** Says below which hour is which: of several plots, the last does. */
  hasHours: boolean
  /** The place of the hour that the pointer is at; the same in all plots. */
  onPoint: (place: number | null) => void
}

export function BarPlot({ bars, height, hasHours, onPoint }: BarPlotProps) {
  const host = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const element = host.current
    if (!element) return
    const data: uPlot.AlignedData = [bars.hours.map((_, place) => place), ...bars.series.map(({ values }) => values)]
    const size = { width: element.clientWidth, height }
    const plot = new uPlot({ ...toOptions(element, bars, hasHours, onPoint), ...size }, data, element)
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    // Painted, not styled: what is on a canvas does not follow the theme by itself.
    const theme = matchMedia('(prefers-color-scheme: dark)')
    const repaint = () => plot.redraw()
    theme.addEventListener('change', repaint)
    return () => {
      theme.removeEventListener('change', repaint)
      observer.disconnect()
      plot.destroy()
    }
  }, [bars, height, hasHours, onPoint])

  return <div ref={host} className={styles['plot']} role="img" aria-label={bars.words} />
}

function toOptions(element: HTMLElement, bars: Bars, hasHours: boolean, onPoint: BarPlotProps['onPoint']) {
  const { hours, series, top, toTick } = bars
  const colour = (name: string) => () => readColour(element, name)
  const axis = {
    stroke: colour('--muted'),
    font: `11px ${getComputedStyle(element).fontFamily}`,
    ticks: { show: false },
    grid: { stroke: colour('--line'), width: 1 },
    gap: 6,
  }
  const places = hours.flatMap((at, place) => (new Date(at).getHours() % 6 === 0 ? [place] : []))
  // Always there: the types have it optional for builds that leave it out.
  const paths = uPlot.paths.bars?.({ size: [0.72, 20, 1] }) ?? null
  return {
    scales: {
      // Half a bar more at either end than there are hours.
      x: { time: false, range: (): [number, number] => [-0.5, hours.length - 0.5] },
      y: { range: (): [number, number] => [0, top] },
    },
    axes: [
      {
        ...axis,
        size: hasHours ? 24 : 4,
        splits: () => places,
        values: (_: uPlot, splits: number[]) => splits.map((place) => (hasHours ? hourInWords(hours[place] ?? 0) : '')),
      },
      {
        ...axis,
        size: 40,
        splits: () => [0, top / 2, top],
        values: (_: uPlot, splits: number[]) => splits.map(toTick),
      },
    ],
    series: [
      {},
      ...series.map((one) => ({
        fill: colour(one.inside ?? one.colour),
        stroke: colour(one.colour),
        width: one.inside ? 1.5 : 0,
        points: { show: false },
        paths,
      })),
    ],
    padding: [8, 16, 0, 0] as uPlot.Padding,
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: false, y: false },
      sync: { key: 'last-day' },
      move: (plot: uPlot, left: number, above: number): [number, number] =>
        left < 0 ? [left, above] : [plot.valToPos(plot.posToIdx(left), 'x'), above],
    },
    hooks: { setCursor: [({ cursor }: uPlot) => onPoint(cursor.idx ?? null)] },
  }
}

/** A custom property has the colours of both themes: which of them it is, only a property that is a colour knows. */
function readColour(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`
  const { color } = getComputedStyle(element)
  element.style.color = ''
  return color
}
