import { measureBudget } from './budget.ts'
import { measureCounting } from './counting.ts'
import { measureEmbeddedFirstTile } from './embedded-first-tile.ts'
import type { Figure } from './figure.ts'
import { measureFirstTile } from './first-tile.ts'
import { measureKills } from './kills.ts'
import { measureLighthouse } from './lighthouse.ts'
import { measureOverlayOpening } from './overlay-opening.ts'
import { measurePages } from './pages.ts'
import { measurePageWeight } from './page-weight.ts'
import { measureProxy } from './proxy.ts'
import { measureProxyMemory } from './proxy-memory.ts'
import { measureSaves } from './saves.ts'
import { measureScreenAnswers } from './screen-answers.ts'
import { measureScrolling } from './scrolling.ts'
import { measureSearches } from './searches.ts'
import { measureSeals } from './seals.ts'
import { measureStartUp } from './start-up.ts'
import { measureTenants } from './tenants.ts'
import { measureWaiting } from './waiting.ts'

const measurements: Record<string, () => Promise<Figure[]>> = {
  'start-up': measureStartUp,
  'page-weight': measurePageWeight,
  'screen-answers': measureScreenAnswers,
  'first-tile': measureFirstTile,
  'embedded-first-tile': measureEmbeddedFirstTile,
  'overlay-opening': measureOverlayOpening,
  scrolling: measureScrolling,
  lighthouse: measureLighthouse,
  searches: measureSearches,
  saves: measureSaves,
  pages: measurePages,
  tenants: measureTenants,
  counting: measureCounting,
  seals: measureSeals,
  kills: measureKills,
  budget: measureBudget,
  waiting: measureWaiting,
  proxy: measureProxy,
  'proxy-memory': measureProxyMemory,
}

/** Measures all, or what is named as arguments, and prints each figure beside what it must reach and its baseline. */
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(measurements, name))
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. There are: ${Object.keys(measurements).join(', ')}\n`)
  process.exit(1)
}

let missed = 0
for (const [name, measure] of Object.entries(measurements)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for (const { what, value, must, holds, baseline } of await measure()) {
    if (!holds) missed += 1
    process.stdout.write(`${holds ? 'holds ' : 'misses'}  ${what}: ${value} (must: ${must}; ${baseline})\n`)
  }
}
process.exitCode = missed > 0 ? 1 : 0
