import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startedAuthorizationSchema } from '../contract/oauth.ts'
import { createTestHome, type TestHome } from './fixture/latchkey.ts'
import { type LatchkeyProcess, startProcess, toEnvironment } from './fixture/process.ts'

let home: TestHome
let latchkey: LatchkeyProcess
beforeEach(async () => {
  home = await createTestHome('sqlite')
  latchkey = await startProcess({ ...toEnvironment(home.folder, home.config), LATCHKEY_SANDBOX: '1' })
  if (!(await latchkey.ready)) throw new Error(latchkey.output.stderr)
})
afterEach(async () => {
  await latchkey.kill()
  await home.remove()
})

const isLinux = process.platform === 'linux'

test.runIf(isLinux)('once the sandbox is dead, Latchkey says so and ends, as every check would fail', async () => {
  process.kill(childOf(latchkey.pid), 'SIGKILL')
  expect(await latchkey.exited).toBe(1)
  expect(latchkey.output.stderr).toContain('"msg":"sandbox ended"')
  // The log and the line for people go their own ways to one pipe: either may arrive first.
  expect(latchkey.output.stderr).toMatch(/^latchkey: The sandbox ended, .+ Start Latchkey again\.$/mu)
})

test('a sandbox that ends because Latchkey does is no reason to complain', async () => {
  await latchkey.kill('SIGTERM')
  expect(await latchkey.exited).toBe(0)
  expect(latchkey.output.stderr).toBe('')
})

test('connects by the sandbox’s own app and page, without anything set up', async () => {
  const started = await latchkey.fetch('/api/oauth/intercom/start', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'latchkey-client': 'test' },
    body: JSON.stringify({ region: 'eu' }),
  })
  expect(started.status).toBe(201)
  const { authorizationUrl } = startedAuthorizationSchema.parse(await started.json())
  const page = await fetch(authorizationUrl)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('European Union')
  await latchkey.kill('SIGTERM')
  expect(latchkey.output.stdout + latchkey.output.stderr).not.toContain(
    new URL(authorizationUrl).searchParams.get('state'),
  )
})

function childOf(parent: number): number {
  const isChild = (pid: string): boolean => {
    try {
      // The fields after the command, which may hold anything: the state, and the parent.
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1] === String(parent)
    } catch {
      return false
    }
  }
  const child = readdirSync('/proc').find((pid) => /^\d+$/u.test(pid) && isChild(pid))
  if (child === undefined) throw new Error('It has no child')
  return Number(child)
}
