import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSessions } from '../access/sessions.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toEnvironment } from '../fixture/process.ts'
import { openStore, type Store } from '../store/database.ts'
import { runCommand } from './command.ts'

const clock = (): Date => new Date('2026-03-04T05:06:07.890Z')
let home: TestHome
let store: Store
beforeAll(async () => {
  home = await createTestHome('sqlite')
  store = await openStore(home.config.store)
})
afterAll(async () => {
  await store.database.destroy()
  await home.remove()
})

test('a link is printed on standard output alone, and signs in once whoever works on this machine', async () => {
  const { code, stdout, stderr } = await run({ LATCHKEY_PORT: '4999' })
  const [, token = ''] = /^http:\/\/127\.0\.0\.1:4999\/#sign-in=(latchkey_once_[\w-]{49})\n$/u.exec(stdout) ?? []
  expect([code, stderr]).toEqual([0, 'It works once, within an hour:\n'])
  const sessions = createSessions({ store, clock })
  const from = { signIn: 'link', origin: null, address: null } as const
  const opened = await sessions.open(token, from)
  expect(opened).toMatchObject({ kind: 'opened', principal: { tenantId: 'local', id: 'local', role: 'admin' } })
  expect(await sessions.open(token, from)).toEqual({ kind: 'refused', why: 'used' })
})

test.each([
  ['nobody is asked', { LATCHKEY_SANDBOX: '1' }, 'While the sandbox runs nobody is asked'],
  [
    'people sign in at an OpenID provider',
    { LATCHKEY_OPENID_ISSUER: 'https://id.example', LATCHKEY_OPENID_CLIENT_ID: 'latchkey' },
    'OpenID provider',
  ],
  ['the environment is not as it must be', { LATCHKEY_PORT: 'x' }, 'LATCHKEY_PORT must be'],
])('there is none where %s', async (_, environment, why) => {
  const { code, stdout, stderr } = await run(environment)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^latchkey: [^\n]+\n$/u)
  expect(stderr).toContain(why)
})

async function run(own: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' }
  const collect = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write(chunk, _, done) {
        written[name] += String(chunk)
        done()
      },
    })
  const environment = { ...toEnvironment(home.folder, home.config), ...own }
  const streams = { stdout: collect('stdout'), stderr: collect('stderr') }
  const code = await runCommand(['sign-in-link'], { environment, clock, ...streams })
  return { code, ...written }
}
