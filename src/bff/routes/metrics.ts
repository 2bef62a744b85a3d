import { Hono } from 'hono'
import * as z from 'zod/mini'
import { describe } from '../http/describe.ts'
import { METRICS_MEDIA_TYPE, type Metrics } from '../usage/metrics.ts'

/** `/metrics`, as Prometheus scrapes it. */
export function metricsRoutes(metrics: Pick<Metrics, 'read'>): Hono {
  return new Hono().get(
    '/metrics',
    describe({
      summary: 'What this instance counts, in Prometheus’s text format',
      answers: { 200: z.string() },
      mediaType: METRICS_MEDIA_TYPE,
    }),
    async (c) => c.body(await metrics.read(), 200, { 'content-type': METRICS_MEDIA_TYPE }),
  )
}
