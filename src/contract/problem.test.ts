import { expect, test } from 'vitest'
import { problemSchema } from './problem.ts'
import { problems } from './problems.ts'

test('every problem has a status of 4xx or 5xx and a title of its own', () => {
  const titles = Object.values(problems).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
  for (const [code, { status, title }] of Object.entries(problems)) {
    expect(status, code).toBeGreaterThanOrEqual(400)
    expect(status, code).toBeLessThan(600)
    expect(title, code).toMatch(/^[A-Z][^.]+$/u)
  }
})

test('a problem is parsed by its code, and one of another code is none', () => {
  const problem = { type: 'urn:latchkey:problem:not_found', title: 'There is nothing here', status: 404 }
  expect(problemSchema.safeParse({ ...problem, code: 'not_found' }).success).toBe(true)
  expect(problemSchema.safeParse({ ...problem, code: 'toString' }).success).toBe(false)
})
