import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Behaviour, behaviourSchema, type Sandbox } from '../../contract/sandbox.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { createTestHome, get, openTestLatchkey, post, type TestHome } from '../fixture/latchkey.ts'
import type { Latchkey } from '../latchkey.ts'
import { createLog } from '../log.ts'

type Sample = Sandbox['tokens'][number]
type Told = Partial<Omit<Verdict, 'kind'>> & { kind: Verdict['kind'] }

/** What each behaviour's check is, and the problem of a save; null where the save is a 201. */
const told: Record<Behaviour, { verdict: Told & { reason?: string }; problem: string | null }> = {
  accepted: { verdict: { kind: 'accepted' }, problem: null },
  test_workspace: { verdict: { kind: 'accepted' }, problem: null },
  slow: { verdict: { kind: 'accepted' }, problem: null },
  null_account: { verdict: { kind: 'accepted' }, problem: null },
  invalid: { verdict: { kind: 'rejected', reason: 'invalid' }, problem: 'token_rejected' },
  revoked: { verdict: { kind: 'rejected', reason: 'revoked' }, problem: 'token_rejected' },
  suspended: { verdict: { kind: 'rejected', reason: 'suspended' }, problem: 'token_rejected' },
  restricted: { verdict: { kind: 'restricted', reason: 'scope' }, problem: 'token_restricted' },
  throttled: { verdict: { kind: 'throttled' }, problem: 'provider_throttled' },
  hanging: { verdict: { kind: 'unreachable', reason: 'timeout' }, problem: 'provider_unreachable' },
  server_error: { verdict: { kind: 'unreachable', reason: 'server_error' }, problem: 'provider_unreachable' },
  html_403: { verdict: { kind: 'unreachable', reason: 'unexpected_answer' }, problem: 'provider_unreachable' },
  garbage: { verdict: { kind: 'unreachable', reason: 'unexpected_answer' }, problem: 'provider_unreachable' },
  redirect: { verdict: { kind: 'unreachable', reason: 'unexpected_answer' }, problem: 'provider_unreachable' },
  bomb: { verdict: { kind: 'unreachable', reason: 'unexpected_answer' }, problem: 'provider_unreachable' },
}

let sandbox: RunningSandbox
let home: TestHome
let latchkey: Latchkey
const lines: string[] = []
beforeAll(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
  latchkey = await openTestLatchkey(home, { log: createLog('trace', { write: (line) => lines.push(line) }) })
})
afterAll(async () => {
  await latchkey.close()
  await sandbox.close()
  await home.remove()
})

describe.concurrent('S29 a token that is', () => {
  test.each(behaviourSchema.options)(
    '%s is told so, and its save goes as its verdict says',
    { timeout: 30_000 },
    async (behaviour) => {
      const { verdict, problem } = told[behaviour]
      for (const sample of sandbox.tokens.filter((each) => each.behaviour === behaviour)) {
        expect(verdict.kind).toBe(sample.expects)
        const body = { connector: 'intercom', secret: { accessToken: sample.token } }
        const [checked, saved] = await Promise.all([
          post(latchkey, '/api/credentials/check', body),
          post(latchkey, '/api/credentials', { ...body, name: nameOf(sample) }),
        ])
        const [checkAnswer, saveAnswer] = await Promise.all([checked.text(), saved.text()])
        expect(checked.status).toBe(200)
        expect(JSON.parse(checkAnswer)).toMatchObject(verdict)
        expect(JSON.parse(saveAnswer)).toMatchObject(
          problem === null ? { status: 'verified', region: regionOf(sample) } : { code: problem, verdict },
        )
        // S1: whatever the provider does, its token comes back nowhere.
        expect(checkAnswer + saveAnswer + JSON.stringify([...checked.headers, ...saved.headers])).not.toContain(
          sample.token,
        )
      }
    },
  )
})

describe('S29 after all of them', () => {
  test('what is stored is what was accepted, and nothing reads failed', async () => {
    const page = (await (await get(latchkey, '/api/credentials')).json()) as {
      credentials: { name: string; status: string }[]
    }
    const savedOnes = sandbox.tokens.filter(({ behaviour }) => told[behaviour].problem === null)
    expect(page.credentials.map(({ name }) => name).toSorted()).toEqual(savedOnes.map(nameOf).toSorted())
    expect(new Set(page.credentials.map(({ status }) => status))).toEqual(new Set(['verified']))
  })

  test('S1 no token is in the log, at its most talkative', () => {
    expect(lines.length).toBeGreaterThan(sandbox.tokens.length)
    for (const { token } of sandbox.tokens) expect(lines.join('')).not.toContain(token)
  })

  test('S15 nobody went where the redirect points', () => {
    expect(sandbox.redirectTarget.requests).toEqual([])
  })
})

test('a save that the provider throttles says when to come back, in whole seconds', async () => {
  const secret = { accessToken: tokenOf('throttled') }
  const response = await post(latchkey, '/api/credentials', { connector: 'intercom', name: 'Hurried', secret })
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toMatch(/^([1-9]|1[01])$/u)
})

describe('a save that is knowingly accepted', () => {
  test.each<[Behaviour, object, string]>([
    ['invalid', { acceptUnverified: true, acceptRestricted: true }, 'token_rejected'],
    ['restricted', { acceptUnverified: true }, 'token_restricted'],
    ['garbage', { acceptRestricted: true }, 'provider_unreachable'],
  ])('does not go further than it says: %s with %j', async (behaviour, accepting, code) => {
    const secret = { accessToken: tokenOf(behaviour) }
    const response = await post(latchkey, '/api/credentials', {
      connector: 'intercom',
      name: `Too far ${behaviour}`,
      secret,
      ...accepting,
    })
    expect(await response.json()).toMatchObject({ code })
  })

  test.each<[Behaviour, object, object]>([
    ['restricted', { acceptRestricted: true }, { status: 'verified', statusReason: 'scope', region: 'auto' }],
    ['throttled', { acceptUnverified: true }, { status: 'unverified', statusReason: 'throttled', checkedAt: null }],
    [
      'server_error',
      { acceptUnverified: true, region: 'us' },
      { status: 'unverified', statusReason: 'server_error', region: 'us' },
    ],
    [
      'html_403',
      { acceptUnverified: true },
      { status: 'unverified', statusReason: 'unexpected_answer', region: 'auto' },
    ],
  ])('of a token that is %s is made all the same', async (behaviour, accepting, credential) => {
    const secret = { accessToken: tokenOf(behaviour) }
    const response = await post(latchkey, '/api/credentials', {
      connector: 'intercom',
      name: `Knowingly ${behaviour}`,
      secret,
      ...accepting,
    })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ account: null, ...credential })
  })
})

function nameOf({ behaviour, region }: Sample): string {
  return `${behaviour} ${region}`
}

function regionOf({ behaviour, region }: Sample): string {
  return behaviour === 'null_account' ? 'auto' : region
}

function tokenOf(behaviour: Behaviour): string {
  const sample = sandbox.tokens.find((each) => each.behaviour === behaviour)
  if (!sample) throw new Error(`No sample token is ${behaviour}`)
  return sample.token
}
