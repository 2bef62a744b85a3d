import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { credentialSchema } from '../src/contract/credential.ts'
import { createHome, type RunningLatchkey, startLatchkey, startScript } from './process.ts'

/** The same calls lead to one provider by two ways. */
export interface ProxiedLatchkey {
  latchkey: Way
  /** The bare relay. */
  relay: Way
  stop(): Promise<void>
}

export interface Way {
  origin: string
  pid: number
  /** What a path of the provider's is put after. */
  prefix: string
  headers: Record<string, string>
}

/** A Latchkey with a credential and a key to it, the bare relay, and the provider: each a process of its own. */
export async function startProxiedLatchkey(): Promise<ProxiedLatchkey> {
  const home = createHome()
  const token = makeToken()
  const provider = await startScript('proxy-provider.ts', {})
  const relay = await startScript('proxy-relay.ts', { PROVIDER: provider.origin, TOKEN: token })
  const latchkey = await startLatchkey(home, { LATCHKEY_INTERCOM_API_US: provider.origin })
  const headers = { accept: 'application/json', 'user-agent': 'bench' }
  const key = await createKey(home)
  return {
    latchkey: {
      origin: latchkey.origin,
      pid: latchkey.pid,
      prefix: `/proxy/${await saveCredential(latchkey, token)}`,
      headers: { ...headers, authorization: `Bearer ${key}` },
    },
    relay: { origin: relay.origin, pid: relay.pid, prefix: '', headers },
    async stop() {
      await Promise.all([latchkey.stop(), relay.stop()])
      await provider.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export function makeToken(): string {
  return Buffer.from(`tok:${randomBytes(16).toString('hex')}:1:0`).toString('base64')
}

export async function saveCredential(
  { origin, cookie }: Pick<RunningLatchkey, 'origin' | 'cookie'>,
  token: string,
): Promise<string> {
  const answer = await fetch(`${origin}/api/credentials`, {
    method: 'POST',
    headers: {
      cookie,
      'content-type': 'application/json',
      'latchkey-client': 'bench',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ connector: 'intercom', name: 'Bench', region: 'us', secret: { accessToken: token } }),
  })
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`)
  return credentialSchema.parse(await answer.json()).id
}

/** By the command, while Latchkey runs. */
export async function createKey(home: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const command = join(import.meta.dirname, '../src/bff/command/main.ts')
  const words = ['keys', 'create', '--name', 'bench', '--connector', 'intercom']
  const env = { ...process.env, LATCHKEY_HOME: home, ...environment }
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...words], { env })
  return stdout.trim()
}
