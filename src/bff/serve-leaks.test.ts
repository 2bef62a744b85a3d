import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { CLIENT_HEADER, IDEMPOTENCY_KEY_HEADER } from '../contract/endpoints.ts'
import { createSandbox, type RunningSandbox } from '../sandbox/sandbox.ts'
import { createTestHome, freshToken, type TestHome, toCredentialBody } from './fixture/latchkey.ts'
import { findFreePort, type LatchkeyProcess, startProcess, toEnvironment } from './fixture/process.ts'

const canary = `canary-${crypto.randomUUID()}`
const token = freshToken()
let sandbox: RunningSandbox
let home: TestHome
let latchkey: LatchkeyProcess

beforeEach(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
})
afterEach(async () => {
  await latchkey.kill()
  await home.remove()
  await sandbox.close()
})

/** A Latchkey that has seen a token, and goes on after the signal. */
async function startAndSignal(nodeArguments: string[], signal: NodeJS.Signals): Promise<void> {
  latchkey = await startProcess({ ...toEnvironment(home.folder, home.config), CANARY: canary }, nodeArguments)
  expect(await latchkey.ready, latchkey.output.stderr).toBe(true)
  expect(await save()).toBe(201)
  process.kill(latchkey.pid, signal)
  await sleep(500)
  expect((await fetch(`${latchkey.origin}/healthz`)).status).toBe(200)
}

describe('S30 SIGUSR1 opens no inspector', { timeout: 30_000 }, () => {
  test.each([
    ['where the start script switches it off', ['--disable-sigusr1']],
    ['where nothing does', []],
  ])('%s', async (_, nodeArguments) => {
    const port = await findFreePort()
    await startAndSignal([...nodeArguments, `--inspect-port=${port}`], 'SIGUSR1')
    expect(latchkey.output.stderr).not.toContain('Debugger listening')
    expect(await isOpen(port)).toBe(false)
  })

  test.each(['start', 'demo'] as const)('and the script `%s` switches it off', (script) => {
    expect(packageJson.scripts[script]).toContain('node --disable-sigusr1 ')
  })
})

test('S30 a diagnostic report holds neither a token nor the environment', { timeout: 30_000 }, async () => {
  const file = join(home.folder, 'report.json')
  const settings = ['--report-on-signal', '--report-signal=SIGUSR2', `--report-directory=${home.folder}`]
  await startAndSignal([...settings, '--report-filename=report.json'], 'SIGUSR2')
  await expect.poll(() => existsSync(file), { timeout: 5_000 }).toBe(true)
  const report = readFileSync(file, 'utf8')
  expect(report).toContain('javascriptStack')
  for (const secret of [canary, token, Buffer.from(token, 'base64').toString().slice(4, 20)]) {
    expect(report).not.toContain(secret)
  }
})

async function save(): Promise<number> {
  const answer = await latchkey.fetch('/api/credentials', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [CLIENT_HEADER]: 'test',
      [IDEMPOTENCY_KEY_HEADER]: crypto.randomUUID(),
    },
    body: JSON.stringify(toCredentialBody({ secret: { accessToken: token } })),
  })
  return answer.status
}

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
