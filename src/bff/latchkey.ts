import { join } from 'node:path'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Region } from '../contract/region.ts'
import type { Sandbox } from '../contract/sandbox.ts'
import { localPrincipal } from './access/principal.ts'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { connectors, findConnector } from './connectors/registry.ts'
import { createCheck } from './provider/check.ts'
import { createOutbound } from './provider/outbound.ts'
import { createDataKeys } from './store/data-keys.ts'
import { isStoreError, openStore, toStartError } from './store/database.ts'
import { createIdempotencyKeys } from './store/idempotency-keys.ts'
import { openKeyring } from './store/keyring-check.ts'
import { createVault } from './vault/vault.ts'
import { createCheckSchedule } from './watch/check-schedule.ts'

/** Milliseconds between two sweeps of what is past its time. */
const SWEEP = 10 * 60 * 1_000

export interface Latchkey {
  app: Hono
  close(): Promise<void>
}

/** Everything of Latchkey but the port: opens the store and the keyring, and wires what the app depends on. */
export async function openLatchkey(
  config: Config,
  { log, clock = () => new Date(), sandboxTokens = null, onNewKeyring = () => undefined }: LatchkeyDependencies,
): Promise<Latchkey> {
  const store = await openStore(config.store)
  const keyring = await openKeyring(store.database, config.keyringPath, onNewKeyring).catch((error: unknown) => {
    throw isStoreError(error) ? toStartError(error, config.store) : error
  })

  const idempotencyKeys = createIdempotencyKeys(store, clock)
  const sweeping = setInterval(() => {
    idempotencyKeys.sweep().catch((error: unknown) => log.warn({ err: error }, 'sweep failed'))
  }, SWEEP).unref()

  const outbound = createOutbound({
    origins: connectors.flatMap(({ connector }) => connector.endpoints.map(({ url }) => new URL(url).origin)),
    operatorOrigins: config.operatorOrigins.map(({ origin }) => origin),
    proxy: config.proxy,
  })
  const principal = localPrincipal()
  const app = createApp({
    log,
    clock,
    checkSchedule: createCheckSchedule(config.watchInterval),
    publicUrl: config.publicUrl,
    pageFolder: join(import.meta.dirname, '../../dist'),
    sandboxTokens,
    store,
    vault: createVault(keyring, createDataKeys(store, clock)),
    check: createCheck({ outbound, clock, originOf: (connector, region) => originOf(config, connector, region) }),
    idempotencyKeys,
    keyring,
    principal: () => principal,
  })
  return {
    app,
    async close() {
      clearInterval(sweeping)
      await outbound.close()
      await store.database.destroy()
    },
  }
}

export interface LatchkeyDependencies {
  log: Logger
  clock?: () => Date
  sandboxTokens?: Sandbox['tokens'] | null
  /** Called as soon as this start made the keyring: it has no backup yet. */
  onNewKeyring?: () => void
}

/** The operator's origin for a connector's region, or else the connector's own. */
function originOf({ operatorOrigins }: Config, connector: string, region: Region): string {
  const operators = operatorOrigins.find((each) => each.connector === connector && each.region === region)
  if (operators) return operators.origin
  const own = findConnector(connector)?.connector.endpoints.find((each) => each.region === region)
  if (!own) throw new Error('The connector has no such region')
  return new URL(own.url).origin
}
