import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CredentialPage, credentialPageSchema } from '../../contract/credential.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  sampleToken,
  type TestHome,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import type { Latchkey } from '../latchkey.ts'

const names = ['Äpfel', 'apples', 'Bananas', 'cherries', 'Dates 100%', 'Elderberries_', 'Zebra']

describe.each(engines)('GET /api/credentials on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home)
    for (const name of names) await save({ name, secret: { accessToken: freshToken() } })
    await save({ name: 'Nordlicht', secret: { accessToken: sampleToken(sandbox.tokens, 'accepted', 'eu') } })
    const flaky = { accessToken: sampleToken(sandbox.tokens, 'server_error') }
    await save({ name: 'Flaky', secret: flaky, acceptUnverified: true })
  })
  afterAll(async () => {
    await latchkey.close()
    await sandbox.close()
    await home.remove()
  })

  test('answers the newest first, with all there are counted', async () => {
    const page = await list('')
    expect(namesOf(page)).toEqual(['Flaky', 'Nordlicht', ...names.toReversed()])
    expect(page).toMatchObject({ total: 9, totalIsAtLeast: false, nextCursor: null })
  })

  test.each(['-createdAt', 'name', 'status', '-lastUsedAt'])(
    'leads by %s from page to page through each of them, once',
    async (sort) => {
      const all = namesOf(await list(`?sort=${sort}`))
      const walked: string[] = []
      let cursor: string | null = ''
      for (let pages = 0; cursor !== null && pages < 10; pages += 1) {
        const page = await list(`?sort=${sort}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
        expect(page.credentials.length).toBeLessThanOrEqual(2)
        expect(page.total).toBe(9)
        walked.push(...namesOf(page))
        cursor = page.nextCursor
      }
      expect(walked).toEqual(all)
      expect(walked).toHaveLength(9)
    },
  )

  test('sorts names without their capitals', async () => {
    const sorted = namesOf(await list('?sort=name')).filter((name) => name !== 'Äpfel')
    expect(sorted).toEqual([
      'apples',
      'Bananas',
      'cherries',
      'Dates 100%',
      'Elderberries_',
      'Flaky',
      'Nordlicht',
      'Zebra',
    ])
  })

  test('has no next page where the last one is exactly full', async () => {
    expect((await list('?limit=9')).nextCursor).toBeNull()
    expect((await list('?limit=8')).nextCursor).not.toBeNull()
  })

  test.each<[string, string[]]>([
    ['?status=unverified', ['Flaky']],
    ['?region=eu', ['Nordlicht']],
    ['?region=auto', ['Flaky']],
    ['?status=failed', []],
    ['?q=BANANA', ['Bananas']],
    ['?q=%C3%84PFEL', ['Äpfel']],
    ['?q=100%25', ['Dates 100%']],
    ['?q=_', ['Elderberries_']],
    ['?q=nordlicht+kaffee', ['Nordlicht']],
    ['?connector=zendesk', []],
    ['?connector=intercom&status=verified&region=eu&q=nord', ['Nordlicht']],
  ])('narrows by %s, and counts what is left', async (query, found) => {
    const page = await list(query)
    expect(namesOf(page)).toEqual(found)
    expect(page).toMatchObject({ total: found.length, totalIsAtLeast: false, nextCursor: null })
  })

  test('takes a filter of nothing for none', async () => {
    expect((await list('?q=')).total).toBe(9)
    expect((await list('?connector=intercom')).total).toBe(9)
  })

  test('refuses a cursor of one sort in another', async () => {
    const { nextCursor } = await list('?sort=name&limit=2')
    for (const sort of ['-createdAt', 'status', '-lastUsedAt']) {
      const response = await get(
        latchkey,
        `/api/credentials?sort=${sort}&cursor=${encodeURIComponent(nextCursor ?? '')}`,
      )
      expect(response.status).toBe(422)
    }
  })

  async function list(query: string): Promise<CredentialPage> {
    const response = await get(latchkey, `/api/credentials${query}`)
    expect(response.status, query).toBe(200)
    return credentialPageSchema.parse(await response.json())
  }

  async function save(body: object): Promise<void> {
    const response = await post(latchkey, '/api/credentials', { connector: 'intercom', ...body })
    expect(response.status).toBe(201)
  }
})

function namesOf({ credentials }: CredentialPage): string[] {
  return credentials.map(({ name }) => name)
}
