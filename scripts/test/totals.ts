import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'

export interface Totals {
  passed: number
  failed: number
  skipped: number
}

/** What a runner of tests left behind: how it ended, and its own report, if it lived to write one. */
export interface RunnerResult {
  succeeded: boolean
  reportFile: string
}

/** One check without parts: lint, types, build. */
export function countStep(succeeded: boolean): Totals {
  return succeeded ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/** Sums Vitest's JSON report. A file that did not load has no tests to fail, so it counts as one. */
export function countVitest(result: RunnerResult): Totals {
  return countReport(result, vitestReportSchema, ({ testResults }) => ({
    passed: countStatuses(testResults, ['passed']),
    failed:
      countStatuses(testResults, ['failed']) +
      testResults.filter((file) => file.status === 'failed' && countStatuses([file], ['failed']) === 0).length,
    skipped: countStatuses(testResults, ['pending', 'skipped', 'todo', 'disabled']),
  }))
}

/** Sums Playwright's JSON report. Its errors stand outside of every test: a file that did not load. */
export function countPlaywright(result: RunnerResult): Totals {
  return countReport(result, playwrightReportSchema, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }))
}

export function sum(totals: Totals[]): Totals {
  return totals.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}

export function describeTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** A runner that crashed, reported nothing, ran nothing or failed outside of its tests has failed once. */
function countReport<Report>(
  { succeeded, reportFile }: RunnerResult,
  schema: z.ZodMiniType<Report>,
  count: (report: Report) => Totals,
): Totals {
  const report = schema.safeParse(readJson(reportFile))
  const totals = report.success ? count(report.data) : countStep(false)
  if (totals.failed > 0) return totals
  const isCredible = succeeded && totals.passed > 0
  return isCredible ? totals : { ...totals, failed: 1 }
}

function countStatuses(files: VitestReport['testResults'], statuses: string[]): number {
  return files.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => statuses.includes(status))
    .length
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

const vitestReportSchema = z.object({
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})
type VitestReport = z.infer<typeof vitestReportSchema>

const playwrightReportSchema = z.object({
  errors: z.array(z.unknown()),
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
})
