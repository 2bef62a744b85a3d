import { join } from 'node:path'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { endpoints } from '../contract/endpoints.ts'
import type { Sandbox } from '../contract/sandbox.ts'
import { createAttemptLimits } from './access/attempt-limits.ts'
import { createHostKeys } from './access/host-keys.ts'
import { createReadClient } from './access/client.ts'
import { createDataPlaneKeys } from './access/data-plane-keys.ts'
import { createSessionCookie } from './access/session-cookie.ts'
import { createSessions, type Sessions } from './access/sessions.ts'
import { createApp } from './app.ts'
import { createRateBudgets } from './budget/rate-budgets.ts'
import type { Config, WebhookTarget } from './config.ts'
import { connectors } from './connectors/registry.ts'
import { createRecentVerdicts } from './credential/recent-verdicts.ts'
import { createOAuthProviders } from './oauth/oauth-providers.ts'
import { createOpenIdProvider } from './openid/openid-provider.ts'
import { createOriginOf } from './provider/api-origins.ts'
import { type Check, createCheck } from './provider/check.ts'
import { createOutbound } from './provider/outbound.ts'
import { createUninstall } from './provider/uninstall.ts'
import { createAskVerdict } from './proxy/ask-verdict.ts'
import { createBreakers } from './proxy/breakers.ts'
import { createCallProvider } from './proxy/call-provider.ts'
import { createProxyDoor, type ProxyDoor } from './proxy/proxy-door.ts'
import { createUsableCredentials } from './proxy/usable-credentials.ts'
import { createDataKeys } from './store/data-keys.ts'
import { isStoreError, openStore, toStartError } from './store/database.ts'
import { countFailures } from './store/count-failures.ts'
import { createIdempotencyKeys } from './store/idempotency-keys.ts'
import { openKeyring } from './store/keyring-check.ts'
import { createLeases } from './store/leases.ts'
import { sweep } from './sweep.ts'
import { createMetrics } from './usage/metrics.ts'
import { createUseCounter } from './usage/use-counter.ts'
import { createVault } from './vault/vault.ts'
import { wait as waitForReal, type Wait } from './wait.ts'
import { createCheckSchedule } from './watch/check-schedule.ts'
import { watchCredentials } from './watch/watch-credentials.ts'
import { deliverWebhooks } from './webhook/deliver-webhooks.ts'
import { createStatusChanges, untoldStatusChanges } from './webhook/status-changes.ts'

export interface Latchkey {
  app: Hono
  /** The proxy, which the app knows nothing of. */
  proxy: ProxyDoor
  sessions: Sessions
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
    open = openStore,
    sandboxTokens = null,
    onNewKeyring = () => undefined,
  }: LatchkeyDependencies,
): Promise<Latchkey> {
  const metrics = createMetrics()
  const store = countFailures(await open(config.store), metrics.storeFailed)
  if (store.isAbovePolicies) log.warn('a superuser, or BYPASSRLS: PostgreSQL keeps no tenants apart, use a plain role')
  const keyring = await openKeyring(store.database, config.keyringPath, onNewKeyring).catch((error: unknown) => {
    throw isStoreError(error) ? toStartError(error, config.store) : error
  })

  const idempotencyKeys = createIdempotencyKeys(store, clock)
  const outbound = createOutbound({
    origins: connectors.flatMap(({ connector }) => connector.endpoints.map(({ url }) => new URL(url).origin)),
    operatorOrigins: config.operatorOrigins.map(({ origin }) => origin),
    proxy: config.proxy,
  })
  const originOf = createOriginOf(config)
  const checking = {
    log,
    clock,
    store,
    vault: createVault(keyring, createDataKeys(store, clock)),
    originOf,
    checkSchedule: createCheckSchedule(config.watchInterval),
    statusChanges: config.webhook ? createStatusChanges(clock) : untoldStatusChanges,
    rateBudgets: createRateBudgets({ store, clock, wait }),
  }
  const ask = createCheck({ ...checking, outbound })
  const check: Check = async (request) => {
    const verdict = await ask(request)
    metrics.checked(verdict.kind)
    return verdict
  }
  const useCounter = createUseCounter({ ...checking, wait, metrics })
  metrics.watchWaiting(checking.rateBudgets.waiting)
  const leases = createLeases(store, clock)
  const closing = new AbortController()
  const callProvider = createCallProvider({
    ...checking,
    wait,
    outbound,
    metrics,
    credentials: createUsableCredentials(checking),
    breakers: createBreakers({ metrics }),
    countUse: useCounter.count,
    askVerdict: createAskVerdict({ ...checking, check, leases, newId: uuidv7 }, closing.signal),
  })
  const sessions = createSessions({ store, clock })
  const openid =
    config.signIn.kind === 'openid'
      ? {
          settings: config.signIn,
          provider: createOpenIdProvider({
            settings: config.signIn,
            redirectUri: new URL(endpoints.signInCallback, config.publicUrl),
            signedOutUri: new URL('/signed-out', config.publicUrl),
            openOutbound: (operatorOrigins) => createOutbound({ origins: [], operatorOrigins, proxy: config.proxy }),
          }),
        }
      : null
  const door = { readClient: createReadClient(config), attemptLimits: createAttemptLimits(clock) }
  const app = createApp({
    ...checking,
    ...door,
    sessions,
    openid,
    hostKeys: createHostKeys({ store, clock }),
    signIn: config.signIn,
    sessionCookie: createSessionCookie(config.publicUrl),
    metrics,
    useCounter,
    callProvider,
    check,
    publicUrl: config.publicUrl,
    pageFolder: join(import.meta.dirname, '../../dist'),
    sandboxTokens,
    recentVerdicts: createRecentVerdicts(clock),
    uninstall: createUninstall({ outbound, originOf }),
    oauthProviders: createOAuthProviders({ config, outbound, originOf }),
    idempotencyKeys,
    keyring,
  })

  const working = { ...checking, metrics, wait, leases, holder: uuidv7() }

  async function sendMessages(webhook: WebhookTarget, signal: AbortSignal): Promise<void> {
    const { origin } = webhook.url
    const toWebhook = createOutbound({ origins: [], operatorOrigins: [origin], proxy: config.proxy })
    await deliverWebhooks({ ...working, webhook, outbound: toWebhook, random: Math.random }, signal)
    await toWebhook.close()
  }

  return {
    app,
    proxy: createProxyDoor({ ...door, log, clock, metrics, callProvider, keys: createDataPlaneKeys({ store, clock }) }),
    sessions,
    async run(signal) {
      const { watchInterval: interval, webhook } = config
      signal.addEventListener('abort', () => checking.rateBudgets.stop(), { once: true })
      const running = [sweep({ ...working, idempotencyKeys }, signal)]
      if (interval > 0) running.push(watchCredentials({ ...working, check, interval }, signal))
      if (webhook) running.push(sendMessages(webhook, signal))
      await Promise.all(running)
    },
    async close() {
      checking.rateBudgets.stop()
      closing.abort()
      await outbound.close()
      await openid?.provider.close()
      await useCounter.close()
      await store.database.destroy()
    },
  }
}

export interface LatchkeyDependencies {
  log: Logger
  clock?: () => Date
  wait?: Wait
  open?: typeof openStore
  sandboxTokens?: Sandbox['tokens'] | null
  /** Called as soon as this start made the keyring: it has no backup yet. */
  onNewKeyring?: () => void
}
