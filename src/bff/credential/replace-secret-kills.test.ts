import { afterEach, describe, expect, test } from 'vitest'
import { credentialSchema } from '../../contract/credential.ts'
import { CLIENT_HEADER, IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { createTestHome, freshToken, type TestHome, toCredentialBody } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { type LatchkeyProcess, startProcess, toEnvironment } from '../fixture/process.ts'
import { createDataKeys } from '../store/data-keys.ts'
import { openStore } from '../store/database.ts'
import { readKeyring } from '../vault/keyring.ts'
import { createVault } from '../vault/vault.ts'

/** Credentials whose secrets are replaced at the same time, each by one after another. */
const REPLACED = 6

interface Replaced {
  id: string
  /** The last one that was acknowledged. */
  token: string
  /** The one on its way. */
  next: string
}

describe.each(engines)('S26 S28 on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: LatchkeyProcess

  afterEach(async () => {
    await latchkey.kill()
    await home.remove()
    await sandbox.close()
  })

  test(
    'a kill -9 leaves the old secret or the new one, whole, and never an old one that was replaced',
    { timeout: 60_000 },
    async () => {
      sandbox = await createSandbox()
      home = await createTestHome(engine, sandbox.origins)
      latchkey = await startProcess(toEnvironment(home.folder, home.config))
      await latchkey.ready
      const replaced = await Promise.all(Array.from({ length: REPLACED }, () => save(latchkey)))

      let acknowledged = 0
      const working = Promise.all(
        replaced.map(async (each) => {
          for (;;) {
            each.next = freshToken()
            if (!(await replaceOnce(latchkey, each))) return
            each.token = each.next
            acknowledged += 1
          }
        }),
      )
      // Whoever waits for it is told; until then one that fails must not end the process.
      working.catch(() => undefined)
      await expect.poll(() => acknowledged, { interval: 1, timeout: 30_000 }).toBeGreaterThan(2 * REPLACED)
      await latchkey.kill('SIGKILL')
      await working

      const opened = await openTokens(home)
      for (const { id, token, next } of replaced) expect([token, next]).toContain(opened.get(id))
      // Otherwise the kill met nobody, and the test has shown nothing.
      expect(replaced.some(({ token, next }) => token !== next)).toBe(true)
    },
  )
})

async function save(latchkey: LatchkeyProcess): Promise<Replaced> {
  const token = freshToken()
  const answer = await latchkey.fetch('/api/credentials', {
    method: 'POST',
    headers: { ...headers, [IDEMPOTENCY_KEY_HEADER]: crypto.randomUUID() },
    body: JSON.stringify(toCredentialBody({ secret: { accessToken: token } })),
  })
  return { id: credentialSchema.parse(await answer.json()).id, token, next: token }
}

/** False once nobody answers. */
async function replaceOnce(latchkey: LatchkeyProcess, { id, next }: Replaced): Promise<boolean> {
  const answer = await latchkey
    .fetch(`/api/credentials/${id}/secret`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ secret: { accessToken: next }, acceptAccountChange: true }),
    })
    .catch(() => null)
  // An answer whose end was cut off may be one that counts.
  const isWhole = await answer?.text().then(
    () => true,
    () => false,
  )
  if (answer && isWhole && answer.status !== 200) throw new Error(`A replacement was answered ${answer.status}`)
  return isWhole === true
}

const headers = { 'content-type': 'application/json', [CLIENT_HEADER]: 'test' }

async function openTokens({ config }: TestHome): Promise<Map<string, string | undefined>> {
  const keyring = await readKeyring(config.keyringPath)
  if (!keyring) throw new Error('The keyring is gone')
  const store = await openStore(config.store)
  const dataKeys = createDataKeys(store, () => new Date())
  const vault = createVault(keyring, dataKeys)
  const rows = await store.database.selectFrom('credential').selectAll().execute()
  const opened = await Promise.all(
    rows.map(async (row): Promise<[string, string | undefined]> => {
      const place = { tenantId: row.tenant_id, credentialId: row.id, version: row.secret_version }
      const { accessToken } = await vault.open(row.sealed_secret, place)
      return [row.id, accessToken?.reveal()]
    }),
  )
  await store.database.destroy()
  return new Map(opened)
}
