import { Webhook } from 'standardwebhooks'
import type { WebhookTarget } from '../config.ts'
import { type LoopDependencies, runLoop } from '../loop.ts'
import type { Outbound, OutboundResult } from '../provider/outbound.ts'
import type { Store } from '../store/database.ts'
import { createWebhookDeliveries, type WebhookDelivery } from '../store/webhook-deliveries.ts'
import type { Metrics } from '../usage/metrics.ts'

/** Milliseconds between two looks at whether a message is due. */
const PAUSE = 2_000
/** Milliseconds that the receiver has for an answer, its last byte included. */
const DEADLINE = 10_000
/** Nothing is read out of an answer but its status. */
const MAX_BYTES = 1_000_000

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Milliseconds before each retry, as Standard Webhooks recommends them; about three days in all. */
export const RETRIES = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const

/** The part of a pause by which it may be longer, so that what failed together does not come again together. */
const JITTER = 0.1

/** "The receiver no longer wants this" (Standard Webhooks, on 410). */
const GONE = 410

export interface DeliverWebhooksDependencies extends LoopDependencies {
  store: Store
  /** That reaches the webhook and nothing else. */
  outbound: Pick<Outbound, 'request'>
  webhook: WebhookTarget
  /** 0 to 1. */
  random(): number
  metrics: Pick<Metrics, 'delivered'>
}

/**
 * Sends what waits for the operator's webhook, signed, one message after another, until the signal ends. At least once: a
 * message whose answer got lost is sent again, under the same id.
 */
export async function deliverWebhooks(dependencies: DeliverWebhooksDependencies, stopping: AbortSignal): Promise<void> {
  const { store, outbound, webhook, clock, log, random, metrics } = dependencies
  const deliveries = createWebhookDeliveries(store, clock)
  const signer = new Webhook(webhook.secret.reveal())

  async function post({ id, payload }: WebhookDelivery, signal: AbortSignal): Promise<OutboundResult> {
    const messageId = `msg_${id}`
    const now = clock()
    return outbound.request({
      url: webhook.url.href,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': messageId,
        'webhook-timestamp': String(Math.floor(now.getTime() / SECOND)),
        'webhook-signature': signer.sign(messageId, now, payload),
      },
      body: payload,
      signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE)]),
      maxBytes: MAX_BYTES,
    })
  }

  async function deliver(delivery: WebhookDelivery, signal: AbortSignal): Promise<void> {
    const result = await post(delivery, signal)
    const outcome = result.kind === 'answered' ? result.status : result.reason
    if (result.kind === 'answered' && result.status >= 200 && result.status < 300) {
      metrics.delivered('taken')
      await deliveries.remove(delivery.id)
      return
    }
    // Not the receiver's failure, but the end of this process or of its turn.
    if (signal.aborted) return
    const pause = outcome === GONE ? undefined : RETRIES[delivery.attempts]
    metrics.delivered(pause === undefined ? 'dropped' : 'put_off')
    if (pause === undefined) {
      log.warn({ messageId: delivery.id, attempts: delivery.attempts + 1, outcome }, 'webhook message dropped')
      await deliveries.remove(delivery.id)
      return
    }
    log.warn({ messageId: delivery.id, attempts: delivery.attempts + 1, outcome }, 'webhook message put off')
    await deliveries.putOff(delivery.id, delivery.attempts + 1, pause * (1 + JITTER * random()))
  }

  await runLoop(
    dependencies,
    {
      name: 'webhook',
      pause: PAUSE,
      isDue: async () => (await deliveries.findNext()) !== null,
      async work({ signal, keep }) {
        while (await keep()) {
          const delivery = await deliveries.findNext()
          if (!delivery) return
          await deliver(delivery, signal)
        }
      },
    },
    stopping,
  )
}
