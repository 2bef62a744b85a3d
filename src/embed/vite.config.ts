import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { compressAssets } from '../../scripts/compress-assets.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The script that a host's page runs, and the React component over it: two ES modules under names that stay. */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [compressAssets()],
  build: {
    outDir: 'dist/embed',
    modulePreload: { polyfill: false },
    // Not Vite's way for libraries, which leaves the white space in.
    rolldownOptions: {
      input: { latchkey: 'src/embed/latchkey.ts', react: 'src/embed/react.tsx' },
      external: /^react(?:\/|$)/u,
      output: { entryFileNames: '[name].js' },
      // The component imports the script itself, not a third file that both share.
      preserveEntrySignatures: 'allow-extension',
    },
  },
})
