import { expect, test } from 'vitest'
import { readWait } from './read-prefer.ts'

test.each([
  [undefined, null],
  ['', null],
  ['wait=20', 20],
  ['WAIT = "20"', 20],
  ['respond-async, wait=5; x=y, foo', 5],
  [['return=minimal', 'wait=5'], 5],
  ['wait=0', 0],
  ['wait=99999', 60],
  ['wait', null],
  ['wait=', null],
  ['wait=-1', null],
  ['wait=1.5', null],
  ['wait=2s', null],
  ['await=5', null],
])('of Prefer: %j a caller is held %s seconds at most', (prefer, seconds) => {
  expect(readWait(prefer)).toBe(seconds)
})
