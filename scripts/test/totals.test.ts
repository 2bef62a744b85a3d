import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { countPlaywright, countStep, countVitest, describeTotals, sum } from './totals.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-totals-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('Vitest', () => {
  test('each test counts once, by its status', () => {
    const reportFile = writeReport(vitestReport(['passed', 'failed', 'pending'], ['passed', 'todo']))
    expect(countVitest({ succeeded: false, reportFile })).toEqual({ passed: 2, failed: 1, skipped: 2 })
  })

  test('a file that did not load counts as failed', () => {
    const reportFile = writeReport({
      testResults: [...vitestReport(['passed', 'failed']).testResults, { status: 'failed', assertionResults: [] }],
    })
    expect(countVitest({ succeeded: false, reportFile })).toEqual({ passed: 1, failed: 2, skipped: 0 })
  })

  test('an error outside of every test counts as failed', () => {
    const reportFile = writeReport(vitestReport(['passed']))
    expect(countVitest({ succeeded: false, reportFile })).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })
})

describe('Playwright', () => {
  test('each test counts once, by its outcome', () => {
    const reportFile = writeReport({ errors: [], stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 3 } })
    expect(countPlaywright({ succeeded: false, reportFile })).toEqual({ passed: 6, failed: 2, skipped: 3 })
  })

  test('a file that did not load counts as failed', () => {
    const reportFile = writeReport({
      errors: [{ message: 'no such module' }],
      stats: { expected: 5, unexpected: 1, flaky: 0, skipped: 0 },
    })
    expect(countPlaywright({ succeeded: false, reportFile })).toEqual({ passed: 5, failed: 2, skipped: 0 })
  })
})

describe.each([
  ['Vitest', countVitest, vitestReport()],
  ['Playwright', countPlaywright, { errors: [], stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }],
])('%s', (_, count, nothingRan) => {
  const failedOnce = { passed: 0, failed: 1, skipped: 0 }

  test('no report counts as failed, even where the runner says that all went well', () => {
    expect(count({ succeeded: true, reportFile: join(folder, 'none.json') })).toEqual(failedOnce)
  })

  test('a report that is broken off counts as failed', () => {
    const reportFile = join(folder, 'broken.json')
    writeFileSync(reportFile, '{"testResults": [')
    expect(count({ succeeded: true, reportFile })).toEqual(failedOnce)
  })

  test('a run without tests counts as failed', () => {
    expect(count({ succeeded: true, reportFile: writeReport(nothingRan) })).toEqual(failedOnce)
  })
})

test('the totals are summed, and skipped ones are named only if there are any', () => {
  const totals = sum([countStep(true), countStep(false), { passed: 40, failed: 2, skipped: 0 }])
  expect(describeTotals(totals)).toBe('41 passed, 3 failed')
  expect(describeTotals(sum([totals, { passed: 0, failed: 0, skipped: 7 }]))).toBe('41 passed, 3 failed, 7 skipped')
})

function vitestReport(...files: string[][]) {
  return {
    testResults: files.map((statuses) => ({
      status: statuses.includes('failed') ? 'failed' : 'passed',
      assertionResults: statuses.map((status) => ({ status })),
    })),
  }
}

function writeReport(report: unknown): string {
  const file = join(folder, `${crypto.randomUUID()}.json`)
  writeFileSync(file, JSON.stringify(report))
  return file
}
