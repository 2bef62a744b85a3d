import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { makeAccessToken } from './access-token.ts'
import { createIntercomApi } from './intercom-api.ts'

const read = startReading()

describe.each([
  ['/contacts', 'data', 50, 137],
  ['/conversations', 'conversations', 20, 113],
  ['/companies', 'data', 15, 117],
] as const)('%s', (path, key, perPage, total) => {
  test('has the description’s page size by default', () => {
    const { body } = read(path)
    expect(body[key]).toHaveLength(perPage)
    expect(body).toMatchObject({ total_count: total, pages: { page: 1, per_page: perPage } })
  })

  test.each([1, 7, perPage, 150])('is walked through by pages of %i, each item once', (size) => {
    const ids: string[] = []
    for (let cursor: string | undefined, page = 1; ; page += 1) {
      const query = new URLSearchParams({ per_page: String(size), ...(cursor && { starting_after: cursor }) })
      const { body } = read(`${path}?${query}`)
      ids.push(...body[key].map((item: { id: string }) => item.id))
      expect(body.pages).toMatchObject({ page, per_page: size, total_pages: Math.ceil(total / size) })
      if (body.pages.next === null) break
      cursor = body.pages.next.starting_after
    }
    expect(ids).toHaveLength(total)
    expect(new Set(ids).size).toBe(total)
  })

  test.each(['per_page=0', 'per_page=151', 'per_page=ten', 'starting_after=nowhere', 'page=0'])(
    'refuses %s',
    (query) => {
      const { status, body } = read(`${path}?${query}`)
      expect(status).toBe(400)
      expect(body).toMatchObject({ errors: [{ code: 'parameter_invalid', field: query.split('=')[0] }] })
    },
  )

  test('tells the same workspace the same, and another one something else', () => {
    expect(read(path).body).toEqual(read(path).body)
    expect(startReading()(path).body).not.toEqual(read(path).body)
  })
})

test('companies can be read by page number, past the last one nothing is left', () => {
  expect(read('/companies?page=8').body).toMatchObject({ pages: { page: 8, next: null } })
  expect(read('/companies?page=8').body.data).toHaveLength(12)
  expect(read('/companies?page=9').body.data).toHaveLength(0)
})

/** Reads as one token, a new one each time this is called. */
function startReading() {
  const api = createIntercomApi({ samples: [], random: randomBytes, clock: Date.now })
  const authorization = `Bearer ${makeAccessToken(randomBytes)}`
  return (url: string) => {
    const answer = api({ region: 'us', method: 'GET', url, authorization, version: undefined })
    if ('misbehaviour' in answer) throw new Error('A token that is no sample misbehaved.')
    return { status: answer.status, body: JSON.parse(answer.body) }
  }
}
