import type { CredentialUse } from './credential-use.ts'

/** Seconds: of an answer within the machine, of a provider's usual one, and of the longest that is waited for. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Calls of one connector whose statuses are of one class. */
interface Series {
  labels: { connector: string; status: string }
  /** By the first bound that they did not exceed; last, those beyond all. */
  counts: number[]
  seconds: number
}

/** A line of Prometheus's text format. */
interface Sample {
  metricName: string
  labels: Record<string, string>
  value: number
}

/**
 * How long calls to providers took, by connector and class of status (`2xx`; `none` without an answer), as a histogram of
 * Prometheus. Not prom-client's own: that takes 0.3 µs for each call, as much as all other counting of it together.
 */
export function createCallDurations(name: string) {
  const connectors = new Map<string, Series[]>()

  function makeSeries(connector: string, byClass: Series[], index: number): Series {
    const status = index === 0 ? 'none' : `${index}xx`
    const series = { labels: { connector, status }, counts: [...BOUNDS, Infinity].map(() => 0), seconds: 0 }
    byClass[index] = series
    connectors.set(connector, byClass)
    return series
  }

  return {
    observe({ connector, status, latency }: Pick<CredentialUse, 'connector' | 'status' | 'latency'>): void {
      const byClass = connectors.get(connector) ?? []
      const index = status === null ? 0 : Math.floor(status / 100)
      const series = byClass[index] ?? makeSeries(connector, byClass, index)
      const seconds = latency / 1_000
      let bucket = 0
      while (bucket < BOUNDS.length && seconds > (BOUNDS[bucket] ?? 0)) bucket += 1
      series.counts[bucket] = (series.counts[bucket] ?? 0) + 1
      series.seconds += seconds
    },
    read(): Sample[] {
      const all = [...connectors.values()].flatMap((byClass) => byClass.filter(Boolean))
      return all.flatMap((series) => toSamples(name, series))
    },
  }
}

/** A bucket holds what is in the smaller ones, too. */
function toSamples(name: string, { labels, counts, seconds }: Series): Sample[] {
  let calls = 0
  const buckets = counts.map((count, index) => {
    calls += count
    const le = BOUNDS[index] === undefined ? '+Inf' : String(BOUNDS[index])
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: calls }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: seconds },
    { metricName: `${name}_count`, labels, value: calls },
  ]
}
