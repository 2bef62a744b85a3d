import { defineConfig } from 'playwright/test'
import { chromiumLaunchOptions } from './chromium.ts'

/** Every worker starts a BFF of its own, on the built app: there is no server to wait for here. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // No traces: they double each test's time. Where one fails, `--trace retain-on-failure` shows it.
  use: { browserName: 'chromium', launchOptions: chromiumLaunchOptions },
})
