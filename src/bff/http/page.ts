import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'

/** Paths that are no page: what is not there is a problem, never the page. */
const NO_PAGE = /^\/(?:api|v1|proxy|assets)(?:\/|$)/u

/**
 * The built page. Its assets have a hash of their content in their names and may be kept for ever; the page itself is
 * asked for again. Every path that is no file and no API is one of the page's own screens.
 */
export function pageRoutes(folder: string): Hono {
  const index = readIndex(folder)
  const page = new Hono()
  if (index === null) {
    return page.get('*', (c, next) => (NO_PAGE.test(c.req.path) ? next() : c.text(NOT_BUILT, 503)))
  }
  return page
    .use(compress())
    .get(
      '*',
      serveStatic({
        root: folder,
        index: 'index.html',
        onFound: (_path, c) => {
          const isHashed = c.req.path.startsWith('/assets/')
          c.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
        },
      }),
    )
    .get('*', (c, next) => {
      if (NO_PAGE.test(c.req.path)) return next()
      c.header('cache-control', 'no-cache')
      return c.html(index)
    })
}

const NOT_BUILT = 'The page is not built. Run: npm run build\n'

function readIndex(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8')
  } catch {
    return null
  }
}
