import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './test/chromium.ts'
import { type Postgres, startPostgres } from './test/postgres.ts'
import { listSteps, runStep, stopStep } from './test/steps.ts'
import { describeTotals, sum, type Totals } from './test/totals.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
// Whoever calls this without npm: the tools, and the Node that runs them, are the project's own.
process.env['PATH'] = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter)

let postgres: Postgres | undefined
let interrupted: NodeJS.Signals | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted ??= signal
    stopStep(signal)
  })
}

const startedAt = performance.now()
const reports = mkdtempSync(join(tmpdir(), 'latchkey-reports-'))
const results: { name: string; totals: Totals; seconds: number }[] = []
try {
  await prepare()
  for (const step of listSteps(reports)) {
    if (interrupted) break
    console.log(`\n— ${step.name}`)
    const stepStartedAt = performance.now()
    const totals = await runStep(step)
    results.push({ name: step.name, totals, seconds: secondsSince(stepStartedAt) })
  }
} finally {
  await postgres?.stop()
  rmSync(reports, { recursive: true })
}
report()

async function prepare(): Promise<void> {
  try {
    ensureChromium()
  } catch (error) {
    console.error(`There is no Chromium, so what needs a browser will fail: ${reason(error)}`)
  }
  try {
    postgres = await startPostgres()
    process.env['LATCHKEY_TEST_DATABASE_URL'] = postgres.url
  } catch (error) {
    console.log(`The tests on PostgreSQL are skipped: ${reason(error)}.`)
  }
}

function report(): void {
  const total = sum(results.map(({ totals }) => totals))
  console.log()
  for (const { name, totals, seconds } of results) {
    console.log(`${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s  ${describeTotals(totals)}`)
  }
  if (interrupted) console.log(`Interrupted by ${interrupted}.`)
  console.log(`In all ${secondsSince(startedAt).toFixed(1)} s.`)
  console.log(describeTotals(total))
  process.exitCode = total.failed > 0 || interrupted ? 1 : 0
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1_000
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
