import { expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { refuseError } from './call-refusals.ts'

test('a store that is down is told to each caller, and fills no log', () => {
  const down = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const { refused, lines } = refuse(down)
  expect(refused).toMatchObject({ refusal: { code: 'store_unavailable' }, retryAfter: 1 })
  expect(lines).toEqual([])
})

test('S25 a mistake of Latchkey’s own is logged, and not what it says', () => {
  const { refused, lines } = refuse(new TypeError('Invalid header: canary'))
  expect(refused).toMatchObject({ refusal: { code: 'internal_error' } })
  expect(lines).toEqual([expect.stringContaining('"TypeError"')])
  expect(lines.join('')).not.toContain('canary')
})

function refuse(error: Error) {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  return { refused: refuseError(error, log), lines }
}
