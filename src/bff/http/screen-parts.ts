import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'

/** The paths whose screens come in chunks of their own, and the modules they begin with. */
const screens = [
  { path: /^\/new\//u, modules: ['src/web/flow/flow-chunk.ts'] },
  { path: /^\/resources\//u, modules: ['src/web/resource/resource-screen.tsx'] },
  // What the frame is to show it is told later: nearly always the step, which would be another round trip then.
  { path: /^\/embed$/u, modules: ['src/web/embed/embed-screen.tsx', 'src/web/flow/flow-chunk.ts'] },
]

/** What a path's screen needs beside the page itself, as a Link header's value (RFC 8288); null for nothing. */
export type ScreenParts = (path: string) => string | null

/**
 * The page finds out which screen it is to show only once it runs. What that screen needs is named with the page, so that
 * both come together: a round trip less before there is anything to see.
 */
export function readScreenParts(folder: string): ScreenParts {
  const manifest = readManifest(folder)
  const links = screens.map(({ path, modules }) => ({ path, link: toLink(manifest, modules) }))
  return (path) => links.find((screen) => screen.path.test(path))?.link || null
}

/** Vite's own (vite.dev/guide/backend-integration), of what it built for each module. */
const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.optional(z.boolean()),
    imports: z.optional(z.array(z.string())),
    css: z.optional(z.array(z.string())),
  }),
)
type Manifest = z.infer<typeof manifestSchema>

/** Empty where the page was not built: then there is no screen either. */
function readManifest(folder: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')))
  } catch {
    return {}
  }
}

function toLink(manifest: Manifest, firsts: readonly string[]): string {
  const modules = new Set<string>()
  const styles = new Set<string>()
  function add(name: string): void {
    const built = manifest[name]
    // The page's own are named in it.
    if (!built || built.isEntry || modules.has(built.file)) return
    modules.add(built.file)
    for (const style of built.css ?? []) styles.add(style)
    for (const imported of built.imports ?? []) add(imported)
  }
  for (const first of firsts) add(first)
  return [
    ...[...modules].map((file) => `</${file}>; rel=modulepreload`),
    // As Vite's own loader asks for them: what is asked for otherwise is fetched a second time.
    ...[...styles].map((file) => `</${file}>; rel=preload; as=style; crossorigin`),
  ].join(', ')
}
