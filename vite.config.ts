import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { compression } from 'vite-plugin-compression2'
import { defineConfig } from 'vitest/config'
import { chromiumLaunchOptions } from './e2e/chromium.ts'

const bff = process.env['LATCHKEY_BFF_URL'] ?? 'http://127.0.0.1:4680'

export default defineConfig({
  // Compressed once, as small as gzip gets, rather than again for every browser that asks.
  plugins: [react(), compression({ algorithms: ['gzip'], include: /\.(?:js|css|svg)$/u })],
  build: {
    // A strict Content-Security-Policy has no place for data: URLs, nor for the polyfill's inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // Not the short form, which would pass the BFF another Host than the page's.
  server: { host: '127.0.0.1', proxy: { '/api': { target: bff } } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', environment: 'node', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'] },
      },
      {
        extends: true,
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-dev-runtime',
            '@radix-ui/react-dialog',
            '@tanstack/react-query',
            'react-hook-form',
            'wouter',
            'zod/mini',
          ],
        },
        test: {
          name: 'component',
          include: ['src/web/**/*.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
