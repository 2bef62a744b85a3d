import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret } from './secret.ts'

const value = `canary-${crypto.randomUUID()}`
const secret = new Secret(value)

describe('S1 a secret does not show', () => {
  test.each<[string, () => unknown]>([
    ['when joined', () => ['Bearer', secret].join(' ')],
    ['when turned into text', () => String(secret)],
    ['when turned into a number', () => Number(secret)],
    ['as JSON', () => JSON.stringify({ nested: [secret] })],
    ['when inspected', () => inspect({ nested: [secret] }, { showHidden: true, depth: 9 })],
    ['when assigned', () => JSON.stringify(Object.assign({}, secret))],
    ['by its properties', () => [Reflect.ownKeys(secret), Object.entries(secret)]],
    ['when cloned', () => inspect(structuredClone(secret), { showHidden: true })],
    ['in an error of whom it is given to', () => inspect(new Error('no', { cause: secret }))],
  ])('%s', (_, show) => {
    expect(JSON.stringify(show())).not.toContain(value)
  })
})

test('it is revealed, and made into another, only when asked to', () => {
  expect(secret.reveal()).toBe(value)
  const header = secret.map((text) => `Bearer ${text}`)
  expect(header.reveal()).toBe(`Bearer ${value}`)
  expect(inspect(header)).not.toContain(value)
})
