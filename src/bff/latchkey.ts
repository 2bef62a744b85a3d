import { join } from 'node:path'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import type { Region } from '../contract/region.ts'
import type { Sandbox } from '../contract/sandbox.ts'
import { localPrincipal } from './access/principal.ts'
import { createApp } from './app.ts'
import type { Config, WebhookTarget } from './config.ts'
import { connectors, findConnector } from './connectors/registry.ts'
import { eraseExpired } from './credential/erase-credential.ts'
import { createRecentVerdicts } from './credential/recent-verdicts.ts'
import { createCheck } from './provider/check.ts'
import { createOutbound } from './provider/outbound.ts'
import { createDataKeys } from './store/data-keys.ts'
import { isStoreError, openStore, toStartError } from './store/database.ts'
import { createIdempotencyKeys } from './store/idempotency-keys.ts'
import { openKeyring } from './store/keyring-check.ts'
import { createLeases } from './store/leases.ts'
import { createVault } from './vault/vault.ts'
import { wait as waitForReal, type Wait } from './wait.ts'
import { createCheckSchedule } from './watch/check-schedule.ts'
import { watchCredentials } from './watch/watch-credentials.ts'
import { deliverWebhooks } from './webhook/deliver-webhooks.ts'
import { createStatusChanges, untoldStatusChanges } from './webhook/status-changes.ts'

/** Milliseconds between two sweeps of what is past its time. */
const SWEEP = 10 * 60 * 1_000

export interface Latchkey {
  app: Hono
  /** What Latchkey does by itself until the signal ends: the sweep, the watch, the webhook's messages. Before it is closed. */
  run(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Everything of Latchkey but the port: opens the store and the keyring, and wires what the app depends on. */
export async function openLatchkey(
  config: Config,
  {
    log,
    clock = () => new Date(),
    wait = waitForReal,
    sandboxTokens = null,
    onNewKeyring = () => undefined,
  }: LatchkeyDependencies,
): Promise<Latchkey> {
  const store = await openStore(config.store)
  const keyring = await openKeyring(store.database, config.keyringPath, onNewKeyring).catch((error: unknown) => {
    throw isStoreError(error) ? toStartError(error, config.store) : error
  })

  const idempotencyKeys = createIdempotencyKeys(store, clock)

  /** At the start as well: a Latchkey that never runs for long erases what is past its time, too. */
  async function sweep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await idempotencyKeys.sweep()
        if (!(await eraseExpired({ store, clock }))) log.warn('erased secrets are still in the store’s files')
      } catch (error) {
        log.warn({ err: error }, 'sweep failed')
      }
      await wait(SWEEP, signal)
    }
  }

  const outbound = createOutbound({
    origins: connectors.flatMap(({ connector }) => connector.endpoints.map(({ url }) => new URL(url).origin)),
    operatorOrigins: config.operatorOrigins.map(({ origin }) => origin),
    proxy: config.proxy,
  })
  const principal = localPrincipal()
  const checking = {
    log,
    clock,
    store,
    vault: createVault(keyring, createDataKeys(store, clock)),
    originOf: (connector: string, region: Region) => findOrigin(config, connector, region),
    checkSchedule: createCheckSchedule(config.watchInterval),
    statusChanges: config.webhook ? createStatusChanges(clock) : untoldStatusChanges,
  }
  const check = createCheck({ ...checking, outbound })
  const app = createApp({
    ...checking,
    check,
    publicUrl: config.publicUrl,
    pageFolder: join(import.meta.dirname, '../../dist'),
    sandboxTokens,
    recentVerdicts: createRecentVerdicts(clock),
    idempotencyKeys,
    keyring,
    principal: () => principal,
  })

  const working = { ...checking, wait, leases: createLeases(store, clock), holder: uuidv7() }

  async function sendMessages(webhook: WebhookTarget, signal: AbortSignal): Promise<void> {
    const { origin } = webhook.url
    const toWebhook = createOutbound({ origins: [], operatorOrigins: [origin], proxy: config.proxy })
    await deliverWebhooks({ ...working, webhook, outbound: toWebhook, random: Math.random }, signal)
    await toWebhook.close()
  }

  return {
    app,
    async run(signal) {
      const { watchInterval: interval, webhook } = config
      const running = [sweep(signal)]
      if (interval > 0) running.push(watchCredentials({ ...working, check, interval }, signal))
      if (webhook) running.push(sendMessages(webhook, signal))
      await Promise.all(running)
    },
    async close() {
      await outbound.close()
      await store.database.destroy()
    },
  }
}

export interface LatchkeyDependencies {
  log: Logger
  clock?: () => Date
  wait?: Wait
  sandboxTokens?: Sandbox['tokens'] | null
  /** Called as soon as this start made the keyring: it has no backup yet. */
  onNewKeyring?: () => void
}

/** The operator's origin for a connector's region, or else the connector's own. */
function findOrigin({ operatorOrigins }: Config, connector: string, region: Region): string {
  const operators = operatorOrigins.find((each) => each.connector === connector && each.region === region)
  if (operators) return operators.origin
  const own = findConnector(connector)?.connector.endpoints.find((each) => each.region === region)
  if (!own) throw new Error('The connector has no such region')
  return new URL(own.url).origin
}
