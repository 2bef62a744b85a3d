import { type ChildProcess, spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sandboxSchema } from '../contract/sandbox.ts'
import { startSandbox } from './start-sandbox.ts'

test('a started sandbox serves three origins, accepts its tokens, knows its app and is gone once stopped', async () => {
  const sandbox = await startSandbox({ callsAWindow: 167 })
  const { tokens, origins, oauthClient } = sandbox
  try {
    expect(sandboxSchema.safeParse({ tokens }).success).toBe(true)
    expect(new Set(Object.values(origins)).size).toBe(3)
    for (const { token, region } of tokens.filter((sample) => sample.behaviour === 'accepted')) {
      const answer = await fetch(`${origins[region]}/me`, { headers: { authorization: `Bearer ${token}` } })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('x-ratelimit-limit')).toBe('167')
    }
    const asked = { client_id: oauthClient.id, redirect_uri: 'http://127.0.0.1:4680/api/oauth/intercom/callback' }
    expect((await fetch(`${origins.au}/oauth?${new URLSearchParams(asked)}`)).status).toBe(200)
  } finally {
    await sandbox.stop()
  }
  expect(await isListening(origins.us)).toBe(false)
  await sandbox.exited
  await sandbox.stop()
})

test('a sandbox that dies is told of, and an error of its process ends nobody else', async () => {
  const children: ChildProcess[] = []
  const remember = (message: unknown): void => {
    children.push((message as { process: ChildProcess }).process)
  }
  subscribe('child_process', remember)
  const sandbox = await startSandbox()
  unsubscribe('child_process', remember)
  const [child] = children
  // Unheard, it would be thrown here.
  child?.emit('error', new Error('broken'))
  expect(child?.kill('SIGKILL')).toBe(true)
  await sandbox.exited
  expect(await isListening(sandbox.origins.us)).toBe(false)
  await sandbox.stop()
})

test('the sandbox ends when its parent is killed with SIGKILL, and has printed nothing', async () => {
  const parent = spawnParent()
  const printed: Buffer[] = []
  parent.stderr.on('data', (chunk: Buffer) => printed.push(chunk))
  const [line]: Buffer[] = await once(parent.stdout, 'data')
  const origin = String(line).trim()
  expect(await isListening(origin)).toBe(true)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  await expect.poll(() => isListening(origin), { timeout: 5_000 }).toBe(false)
  expect(Buffer.concat(printed).toString()).toBe('')
})

test('the sandbox outlives a Ctrl-C in its terminal for as long as its parent does', async () => {
  const parent = spawnParent({ detached: true })
  const [line]: Buffer[] = await once(parent.stdout, 'data')
  const origin = String(line).trim()
  try {
    process.kill(-(parent.pid ?? 0), 'SIGINT')
    await setTimeout(300)
    expect(await isListening(origin)).toBe(true)
  } finally {
    parent.kill('SIGKILL')
  }
  await expect.poll(() => isListening(origin), { timeout: 5_000 }).toBe(false)
})

/** A process that starts the sandbox, prints the first origin, and stays, SIGINT or not. */
function spawnParent(options: { detached?: boolean } = {}) {
  const script = `
    import { startSandbox } from ${JSON.stringify(new URL('start-sandbox.ts', import.meta.url))}
    process.on('SIGINT', () => {})
    console.log((await startSandbox()).origins.us)
  `
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function isListening(origin: string): Promise<boolean> {
  try {
    await fetch(`${origin}/me`, { signal: AbortSignal.timeout(1_000) })
    return true
  } catch {
    return false
  }
}
