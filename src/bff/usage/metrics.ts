import type { ProblemCode } from '../../contract/problem.ts'
import type { Verdict } from '../../contract/verdict.ts'
import type { Gauge as GaugeType, Metric } from 'prom-client'
import { createCallDurations } from './call-durations.ts'
import type { CredentialUse } from './credential-use.ts'
import { Counter, Gauge, Registry } from './prometheus.ts'

/** Prometheus's text format, of the version that every scraper reads. */
export const METRICS_MEDIA_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** The known ones of RFC 9110 and RFC 5789: a caller can write any other. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

const CALL_DURATION = 'latchkey_proxy_call_duration_seconds'

/**
 * What happens in this instance, in numbers. No label holds a tenant, a credential, a path, or anything that a caller wrote:
 * whoever scrapes sees nothing of whom it is about, and nobody outside decides how many there are.
 */
export interface Metrics {
  /** An answer of the API, by the pattern of its route. */
  answered(answer: { route: string; method: string; status: number }): void
  /** One call to a provider. */
  proxied(call: Pick<CredentialUse, 'connector' | 'status' | 'latency'>): void
  /** Latchkey answered in the provider's place. */
  refused(code: ProblemCode): void
  /** @param read how many callers are held for room in a rate budget; asked at each scrape */
  watchWaiting(read: () => number): void
  /** @param origin a provider's, or the operator's in its place */
  breakerIs(state: BreakerState, origin: string): void
  checked(verdict: Verdict['kind']): void
  delivered(outcome: DeliveryOutcome): void
  /** Something could not be written. */
  storeFailed(): void
  /** In Prometheus's text format. */
  read(): Promise<string>
}

export type BreakerState = 'closed' | 'half_open' | 'open'
export type DeliveryOutcome = 'taken' | 'put_off' | 'dropped'

const breakerValues: Record<BreakerState, number> = { closed: 0, half_open: 0.5, open: 1 }

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const answers = new Counter({
    name: 'latchkey_http_answers_total',
    help: 'Answers of the API and the page, by the pattern of the route. Without the proxy.',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const calls = createCallDurations(CALL_DURATION)
  registry.registerMetric(toMetric(calls.read))
  const refusals = new Counter({
    name: 'latchkey_proxy_refusals_total',
    help: 'Calls that Latchkey answered in the provider’s place, by the code of the problem.',
    labelNames: ['code'],
    registers,
  })
  const breakers = new Gauge({
    name: 'latchkey_proxy_breaker_open',
    help: 'Whether the breaker of an origin is open (1), half open (0.5), or closed (0).',
    labelNames: ['origin'],
    registers,
  })
  const checks = new Counter({
    name: 'latchkey_checks_total',
    help: 'Checks of a secret with its provider, by the verdict.',
    labelNames: ['verdict'],
    registers,
  })
  const deliveries = new Counter({
    name: 'latchkey_webhook_deliveries_total',
    help: 'Attempts to deliver a message to the webhook: taken, put off, or dropped for good.',
    labelNames: ['outcome'],
    registers,
  })
  const storeFailures = new Counter({
    name: 'latchkey_store_failures_total',
    help: 'Changes that the store could not take.',
    registers,
  })
  let processMetrics: Promise<void> | null = null

  async function addProcessMetrics(): Promise<void> {
    const { collectDefaultMetrics } = await import('prom-client')
    collectDefaultMetrics({ register: registry })
  }

  return {
    answered({ route, method, status }) {
      answers.inc({ route, method: METHODS.has(method) ? method : 'other', status: String(status) })
    },
    proxied: calls.observe,
    refused(code) {
      refusals.inc({ code })
    },
    watchWaiting(read) {
      const waiting: GaugeType = new Gauge({
        name: 'latchkey_proxy_waiting_callers',
        help: 'Callers that are held for room in a rate budget.',
        registers,
        collect: () => waiting.set(read()),
      })
    },
    breakerIs(state, origin) {
      breakers.set({ origin }, breakerValues[state])
    },
    checked(verdict) {
      checks.inc({ verdict })
    },
    delivered(outcome) {
      deliveries.inc({ outcome })
    },
    storeFailed() {
      storeFailures.inc()
    },
    async read() {
      await (processMetrics ??= addProcessMetrics())
      return registry.metrics()
    },
  }
}

/** What the registry asks of a metric. Its type has all that prom-client's own have besides. */
function toMetric(read: () => ReturnType<ReturnType<typeof createCallDurations>['read']>): Metric {
  const metric = {
    name: CALL_DURATION,
    get: () =>
      Promise.resolve({
        name: CALL_DURATION,
        help: 'Calls to providers with a credential, until the head of the answer or its failing. A repeated call is another one.',
        type: 'histogram',
        values: read(),
      }),
  }
  return metric as unknown as Metric
}
