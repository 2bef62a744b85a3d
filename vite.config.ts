import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumLaunchOptions } from './e2e/chromium.ts'
import { compressAssets } from './scripts/compress-assets.ts'

const bff = process.env['LATCHKEY_BFF_URL'] ?? 'http://127.0.0.1:4680'

export default defineConfig({
  plugins: [react(), compressAssets()],
  resolve: {
    alias: [
      // React has had the hook itself since 18: wouter's stand-in for it would be 0.2 kB of the first screen.
      { find: 'use-sync-external-store/shim/index.js', replacement: 'react' },
      // Lucide's icons, drawn by fewer lines than lucide's own.
      { find: /^\.\.\/createLucideIcon\.mjs$/u, replacement: `${import.meta.dirname}/src/web/ui/create-icon.ts` },
    ],
  },
  build: {
    // A strict Content-Security-Policy has no place for data: URLs, nor for the polyfill's inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The first that have light-dark(). In its stand-in for older ones a theme follows the machine and nothing else.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Read by the BFF, which names with the page what its screen needs (http/screen-parts.ts).
    manifest: true,
    rolldownOptions: {
      // A schema is made by calls without a side effect: what the page parses nothing with is left out of it.
      treeshake: { manualPureFunctions: ['z'] },
      // What every screen needs is one file: in pieces that later chunks share it is 2 kB more, gzipped, and four requests.
      // And it lists the files of all others: small ones that are mostly loaded together are one.
      output: {
        codeSplitting: {
          groups: [
            { name: 'index', tags: ['$initial'] },
            {
              name: 'verdict-words',
              test: /\/(?:authorization-failure|account-words|verdict-words|secret-nouns|workspace-name|request-id|latchkey-words)\./u,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  // Not the short form, which would pass the BFF another Host than the page's.
  server: { host: '127.0.0.1', proxy: { '/api': { target: bff } } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          // What all files import is loaded once a worker and not once a file, which costs as much as the tests do.
          isolate: false,
          // Many tests wait for a process or a disk: a second worker runs meanwhile, on two cores, too.
          maxWorkers: 2,
        },
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
            '@radix-ui/react-dropdown-menu',
            '@radix-ui/react-toast',
            '@tanstack/react-query',
            '@tanstack/react-virtual',
            'culori/fn',
            'react-hook-form',
            'uplot',
            'wouter',
            'zod/mini',
          ],
        },
        test: {
          name: 'component',
          include: ['src/web/**/*.test.tsx', 'src/embed/**/*.test.tsx'],
          // Most of a test is waiting for the browser: two pages at once take three fifths of the time.
          maxWorkers: 2,
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
