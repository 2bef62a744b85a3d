import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import * as z from 'zod/mini'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import { AUTHENTICATE, rememberIntercom } from './authenticate-page.ts'
import { toBrowserCookies } from './browser-cookie.ts'
import { type Figure, median } from './figure.ts'
import { startFilledLatchkey } from './filled-latchkey.ts'
import { findFreePort } from './process.ts'

/** Fetched when it is asked for: docs/decisions/0014 says why it is no dependency. */
const LIGHTHOUSE = 'lighthouse@13.5.0'

const CREDENTIALS = 10_000
/** Performance is a sample; of the other two each run says the same. */
const RUNS = 3

const musts = { accessibility: 100, 'best-practices': 100, performance: 95 } as const

/** What Lighthouse makes of the first screen and of ten thousand tiles, on the telephone that it imitates. */
export async function measureLighthouse(): Promise<Figure[]> {
  const latchkey = await startFilledLatchkey(CREDENTIALS)
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-lighthouse-'))
  const port = await findFreePort()
  const browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
    ...chromiumLaunchOptions,
    args: [...(chromiumLaunchOptions.args ?? []), `--remote-debugging-port=${port}`],
    // Lighthouse imitates its telephone itself.
    viewport: null,
  })
  // In every tab, Lighthouse's own included: without a connector the screen leads back to Select.
  await browser.addInitScript(rememberIntercom)
  await browser.addCookies(toBrowserCookies(latchkey))
  try {
    const figures: Figure[] = []
    for (const path of ['/', AUTHENTICATE]) {
      const reports: Report[] = []
      for (let run = 0; run < RUNS; run += 1) {
        reports.push(await runLighthouse(latchkey.origin + path, port, join(folder, 'report.json')))
      }
      figures.push(...toFigures(path, reports))
    }
    return figures
  } finally {
    await browser.close()
    await latchkey.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const reportSchema = z.object({
  /** Why there is nothing in it, though Lighthouse ended well. */
  runtimeError: z.optional(z.object({ message: z.string() })),
  finalDisplayedUrl: z.url(),
  categories: z.record(
    z.string(),
    z.object({ score: z.nullable(z.number()), auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })) }),
  ),
  audits: z.record(
    z.string(),
    z.object({ score: z.nullable(z.number()), title: z.string(), displayValue: z.optional(z.string()) }),
  ),
})
type Report = z.infer<typeof reportSchema>

async function runLighthouse(url: string, port: number, output: string): Promise<Report> {
  const child = spawn(
    'npx',
    [
      '--yes',
      LIGHTHOUSE,
      url,
      `--port=${port}`,
      `--only-categories=${Object.keys(musts).join(',')}`,
      '--output=json',
      `--output-path=${output}`,
      '--no-enable-error-reporting',
      '--quiet',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], timeout: 5 * 60_000 },
  )
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${LIGHTHOUSE} ended with ${code}`)
  const report = reportSchema.parse(JSON.parse(readFileSync(output, 'utf8')))
  if (report.runtimeError) throw new Error(report.runtimeError.message)
  if (report.finalDisplayedUrl !== url) throw new Error(`It saw ${report.finalDisplayedUrl} instead of ${url}`)
  return report
}

function toFigures(path: string, reports: readonly Report[]): Figure[] {
  return Object.entries(musts).map(([category, must]) => {
    const score = median(reports.map(({ categories }) => (categories[category]?.score ?? 0) * 100))
    return {
      what: `Lighthouse, ${path}: ${category}`,
      value: score.toFixed(0),
      must: must === 100 ? '100' : `${must}, or more`,
      holds: score >= must,
      baseline: findComplaints(reports, category).join('; ') || 'no complaint',
    }
  })
}

/** Whatever counts towards a category and is not perfect, in Lighthouse's words. */
function findComplaints(reports: readonly Report[], category: string): string[] {
  const [report] = reports
  return (report?.categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) => {
    const audit = report?.audits[id]
    if (weight === 0 || audit?.score == null || audit.score >= 0.995) return []
    return [[audit.title, audit.displayValue].filter(Boolean).join(' ')]
  })
}
