import { defineConfig } from 'vite'
import { compressAssets } from '../../../scripts/compress-assets.ts'

/** The window's page, by itself: built with the other one, it would share that one's code, and load all of it. */
export default defineConfig({
  plugins: [compressAssets()],
  publicDir: false,
  build: {
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    rolldownOptions: { input: 'connect.html' },
  },
})
