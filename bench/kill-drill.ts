import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { credentialPageSchema, credentialSchema } from '../src/contract/credential.ts'
import { createTestHome, freshToken, type TestHome } from '../src/bff/fixture/latchkey.ts'
import { toEnvironment } from '../src/bff/fixture/process.ts'
import { createDataKeys } from '../src/bff/store/data-keys.ts'
import { type Engine, openStore } from '../src/bff/store/database.ts'
import { readKeyring } from '../src/bff/vault/keyring.ts'
import { createVault } from '../src/bff/vault/vault.ts'
import { startSandbox } from '../src/sandbox/start-sandbox.ts'
import { type RunningLatchkey, startLatchkey } from './process.ts'

const SAVERS = 4

/** Milliseconds that every save that was cut off has to be acknowledged in: a crashed one's mark expires after three seconds. */
const PATIENCE = 30_000

/** One save: what a person wants kept, under one key however often it is sent. */
interface Save {
  key: string
  name: string
  token: string
  /** Once it was answered 201. */
  id?: string
}

export interface KillDrillResult {
  kills: number
  acknowledged: number
  /** Saves that were never answered 201, however often they were sent. */
  unanswered: number
  /** Requests that a kill cut off; each was sent again under its key. */
  cutOff: number
  /** Names of acknowledged saves that are not there, are another's, or do not open. */
  lost: string[]
  /** Names that are there more than once, or without a save of theirs. */
  surplus: string[]
  rows: number
  total: number
  /** Milliseconds each start took to be ready. */
  starts: number[]
}

/** Kills the BFF in the middle of saves, again and again, and looks for what it had acknowledged. */
export async function killDrill({ kills, engine }: { kills: number; engine: Engine }): Promise<KillDrillResult> {
  const sandbox = await startSandbox()
  const home = await createTestHome(engine, sandbox.origins)
  const start = (): Promise<RunningLatchkey> => startLatchkey(home.folder, toEnvironment(home.folder, home.config))
  const starts: number[] = []
  let latchkey = await start()
  try {
    const savers = startSavers(() => latchkey)
    for (let kill = 0; kill < kills; kill += 1) {
      await savers.untilBusy()
      await sleep(Math.random() * 150)
      await savers.untilBusy()
      await latchkey.stop('SIGKILL')
      latchkey = await start()
      starts.push(Math.round(latchkey.readyAfter))
    }
    const saves = await savers.finish()
    const found = await readNames(latchkey)
    await latchkey.stop()
    const opened = await openTokens(home)
    const acknowledged = saves.flatMap(({ id, ...save }) => (id === undefined ? [] : [Object.assign(save, { id })]))
    const lost = acknowledged.filter(({ id, name, token }) => found.ids.get(name) !== id || opened.get(id) !== token)
    const ours = new Set(saves.map(({ name }) => name))
    return {
      kills,
      acknowledged: acknowledged.length,
      unanswered: saves.length - acknowledged.length,
      cutOff: savers.cutOff(),
      lost: lost.map(({ name }) => name),
      surplus: found.names.filter((name, index) => !ours.has(name) || found.names.indexOf(name) !== index),
      rows: found.names.length,
      total: found.total,
      starts,
    }
  } finally {
    await latchkey.stop('SIGKILL')
    await sandbox.stop()
    await home.remove()
  }
}

interface Savers {
  /** Waits until a save is on its way. */
  untilBusy(): Promise<void>
  cutOff(): number
  /** No new saves; the ones cut off are sent until each is acknowledged. */
  finish(): Promise<Save[]>
}

/** Each saves one after another; what was cut off waits beside, so that a kill stops nobody from saving. */
function startSavers(latchkey: () => RunningLatchkey): Savers {
  const saves: Save[] = []
  const unanswered: Save[] = []
  const inFlight = new Set<Save>()
  const over = new AbortController()
  let cutOff = 0

  async function saveOnce(save: Save): Promise<void> {
    const end = Date.now() + PATIENCE
    while (Date.now() < end) {
      inFlight.add(save)
      const answer = await send(latchkey(), save).finally(() => inFlight.delete(save))
      if (answer.kind === 'acknowledged') {
        save.id = answer.id
        return
      }
      if (answer.kind !== 'refused') {
        if (answer.kind === 'cut off') cutOff += 1
        unanswered.push(save)
        return
      }
      // Nobody listens while Latchkey starts.
      await sleep(20)
    }
    throw new Error('Nobody listened for too long')
  }

  async function work(): Promise<void> {
    while (!over.signal.aborted) {
      const again = Math.random() < 0.3 ? unanswered.shift() : undefined
      const save = again ?? { key: crypto.randomUUID(), name: `Save ${crypto.randomUUID()}`, token: freshToken() }
      if (!again) saves.push(save)
      await saveOnce(save)
    }
    for (const end = Date.now() + PATIENCE; Date.now() < end;) {
      const save = unanswered.shift()
      if (!save) return
      await saveOnce(save)
      await sleep(50)
    }
  }

  const working = Promise.all(Array.from({ length: SAVERS }, work))
  // Whoever finishes is told; until then a saver's failure must not end the process.
  working.catch(() => undefined)
  return {
    async untilBusy() {
      for (const end = Date.now() + PATIENCE; inFlight.size === 0 && Date.now() < end;) await sleep(1)
    },
    cutOff: () => cutOff,
    async finish() {
      over.abort()
      await working
      return saves
    },
  }
}

type SaveAnswer = { kind: 'acknowledged'; id: string } | { kind: 'refused' | 'cut off' | 'in flight' }

/** A connection for each request: one that was kept would hide a restart. */
const dispatcher = new Agent({ pipelining: 0 })

async function send({ origin, cookie }: RunningLatchkey, { key, name, token }: Save): Promise<SaveAnswer> {
  let status: number
  let text: string
  try {
    const answer = await request(`${origin}/api/credentials`, {
      dispatcher,
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'latchkey-client': 'drill', 'idempotency-key': key },
      body: JSON.stringify({ connector: 'intercom', name, secret: { accessToken: token } }),
    })
    status = answer.statusCode
    text = await answer.body.text()
  } catch (error) {
    const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
    return { kind: isRefused ? 'refused' : 'cut off' }
  }
  if (status === 201) return { kind: 'acknowledged', id: credentialSchema.parse(JSON.parse(text)).id }
  if (status === 409 && text.includes('idempotency_in_flight')) return { kind: 'in flight' }
  throw new Error(`A save was answered ${status} ${text}`)
}

async function readNames({
  origin,
  cookie,
}: RunningLatchkey): Promise<{ ids: Map<string, string>; names: string[]; total: number }> {
  const ids = new Map<string, string>()
  const names: string[] = []
  let cursor: string | null = ''
  let total = 0
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`
    const answer = await request(`${origin}/api/credentials?limit=100${query}`, { headers: { cookie } })
    const page = credentialPageSchema.parse(await answer.body.json())
    for (const { id, name } of page.credentials) {
      ids.set(name, id)
      names.push(name)
    }
    total = page.total
    cursor = page.nextCursor
  }
  return { ids, names, total }
}

/** What is there must open as well: a row whose key is gone is as good as lost. */
async function openTokens({ config }: TestHome): Promise<Map<string, string | undefined>> {
  const keyring = await readKeyring(config.keyringPath)
  if (!keyring) throw new Error('The keyring is gone')
  const store = await openStore(config.store)
  const vault = createVault(
    keyring,
    createDataKeys(store, () => new Date()),
  )
  const rows = await store.database
    .selectFrom('credential')
    .select(['id', 'tenant_id', 'secret_version', 'sealed_secret'])
    .execute()
  const opened = new Map<string, string | undefined>()
  for (const row of rows) {
    const place = { tenantId: row.tenant_id, credentialId: row.id, version: row.secret_version }
    const secret = await vault.open(row.sealed_secret, place)
    opened.set(row.id, secret['accessToken']?.reveal())
  }
  await store.database.destroy()
  return opened
}
