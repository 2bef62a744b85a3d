import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import { debianChromium } from '../../e2e/chromium.ts'
import { canInstallDebianPackages, installDebianPackage } from './debian.ts'

/** Debian's Chromium where apt can bring it, Playwright's own elsewhere. Throws when there is none in the end. */
export function ensureChromium(): void {
  if (existsSync(debianChromium)) return
  if (canInstallDebianPackages()) return installDebianPackage('chromium')
  if (existsSync(chromium.executablePath())) return
  const { status } = spawnSync('playwright', ['install', 'chromium'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 10 * 60_000,
  })
  if (status !== 0) throw new Error('`playwright install chromium` failed; its own words are above.')
}
