import { existsSync } from 'node:fs'
import type { LaunchOptions } from 'playwright'

export const debianChromium = '/usr/bin/chromium'

/**
 * Debian's Chromium where it is installed, Playwright's own elsewhere. Root has no sandbox of Chromium's, and a test
 * browser has nobody to call at home.
 */
export const chromiumLaunchOptions: LaunchOptions = {
  ...(existsSync(debianChromium) && { executablePath: debianChromium }),
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ],
}
