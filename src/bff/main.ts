import { enableCompileCache } from 'node:module'

// Before anything else is loaded: with compiled code kept between starts Latchkey is ready a third sooner.
enableCompileCache()
const { serve } = await import('./serve.ts')
await serve(process.env)
