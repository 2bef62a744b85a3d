import { expect, test } from 'vitest'
import { createFrameHistory } from './frame-history.ts'

test('goes back to what was shown before, with its state, and forward again', () => {
  const history = createFrameHistory('/one?q=a')
  history.navigate('/two', { state: { isOverEntry: true } })
  expect(read(history)).toEqual(['/two', '', { isOverEntry: true }])
  history.back()
  expect(read(history)).toEqual(['/one', '?q=a', null])
  history.forward()
  expect(read(history)).toEqual(['/two', '', { isOverEntry: true }])
})

test('goes nowhere where there is nothing', () => {
  const history = createFrameHistory('/one')
  history.back()
  history.forward()
  expect(read(history)).toEqual(['/one', '', null])
})

test('replaces an entry, and what lay ahead of it is gone once another is added', () => {
  const history = createFrameHistory('/one')
  history.navigate('/two')
  history.navigate('/three', { replace: true })
  history.back()
  expect(history.path).toBe('/one')
  history.navigate('/four')
  history.forward()
  expect(history.path).toBe('/four')
  history.back()
  expect(history.path).toBe('/one')
})

test('a state is replaced in place', () => {
  const history = createFrameHistory('/one')
  history.navigate('/two', { state: 1 })
  history.replaceState(2)
  expect(read(history)).toEqual(['/two', '', 2])
})

function read({ path, search, state }: ReturnType<typeof createFrameHistory>) {
  return [path, search, state]
}
