import { enableCompileCache } from 'node:module'
import { closeLeaks } from './close-leaks.ts'

// Before anything else: an inspector that is opened while the rest loads would stay open.
closeLeaks()
// With compiled code kept between starts Latchkey is ready a third sooner.
enableCompileCache()
const { serve } = await import('./serve.ts')
await serve(process.env, process.argv.slice(2))
