import { expect, test } from 'vitest'
import { createIdempotencyKeys, type KeyedBody } from './idempotency-key.ts'

test('the same body has the same key until it is forgotten, and no other body has it', () => {
  const keys = createIdempotencyKeys()
  const first = keys.keyFor({ name: 'Acme' })
  expect(keys.keyFor({ name: 'Acme' })).toBe(first)
  const second = keys.keyFor({ name: 'Other' })
  expect(second).not.toBe(first)
  keys.forget()
  expect(keys.keyFor({ name: 'Other' })).not.toBe(second)
})

test('a storage of the caller’s brings the key through a reload', () => {
  let kept: KeyedBody | undefined
  const storage = { read: () => kept, write: (last: KeyedBody | undefined) => void (kept = last) }
  const key = createIdempotencyKeys(storage).keyFor({ name: 'Acme' })
  expect(createIdempotencyKeys(storage).keyFor({ name: 'Acme' })).toBe(key)
})
