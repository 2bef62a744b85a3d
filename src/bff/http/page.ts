import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { connectWindowPath } from '../../contract/oauth.ts'
import { parseHostOrigin } from '../access/host-origin.ts'
import type { HostKeys } from '../access/host-keys.ts'
import { answerProblem } from './problem.ts'
import { readScreenParts } from './screen-parts.ts'

/** Paths that are no page: what is not there is a problem, never the page. */
const NO_PAGE = /^\/(?:api|v1|proxy|assets|healthz|readyz|metrics)(?:\/|$)/u

/** The page in a product's frame. */
const FRAME = '/embed'

/** What a product's own page loads from here: the script, and its types. */
const SCRIPT = /^\/embed\/[\w-]+(?:\.[\w-]+)+$/u

/**
 * The built page. Its assets have a hash of their content in their names and may be kept for ever; the page itself is
 * asked for again. Every path that has no file's extension and is no API's is one of the page's own screens. Only the one for a frame
 * may be framed, by pages of the origin that its address names, where a host key in use has that.
 */
export function pageRoutes(folder: string, { mayFrame }: Pick<HostKeys, 'mayFrame'>): Hono {
  const index = readIndex(folder)
  // Middleware, not routes: a `GET *` would make of every unknown path one that allows GET.
  const page = new Hono().use(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    if (NO_PAGE.test(c.req.path)) return c.notFound()
    return answerProblem(c, { code: 'method_not_allowed' }, { allow: 'GET, HEAD' })
  })
  if (index === null) {
    return page.use(async (c, next) => {
      if (!isScreen(c)) return next()
      if (acceptsText(c)) return c.text(`${NOT_BUILT}\n`, 503)
      return answerProblem(c, { code: 'not_found', detail: NOT_BUILT })
    })
  }
  const partsOf = readScreenParts(folder)
  return page
    .use(async (c, next) => {
      await next()
      const isHashed = c.req.path.startsWith('/assets/')
      if (isFound(c)) c.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    })
    .use(async (c, next) => {
      if (!SCRIPT.test(c.req.path)) return next()
      await validate(c, next)
      if (!isFound(c)) return
      // Nothing in it is anybody's: pages of any origin may load it, as a module and under an integrity hash.
      c.set('isForEverybody', true)
      c.header('access-control-allow-origin', '*')
    })
    .use(connectWindowPath, async (c, next) => {
      c.set('keepsOpener', true)
      return next()
    })
    .use(serveStatic({ root: folder, index: 'index.html', precompressed: true }))
    .use(async (c, next) => {
      if (!isScreen(c)) return next()
      const parts = partsOf(c.req.path)
      if (parts) c.header('link', parts)
      if (c.req.path === FRAME) {
        const origin = parseHostOrigin(c.req.query('origin') ?? '')
        if (origin !== null && (await mayFrame(origin))) c.set('framedBy', origin)
      }
      return c.html(index)
    })
}

const NOT_BUILT = 'The page is not built. Run: npm run build'

/** Their names stay the same: a page asks each time whether they do. */
const validate = etag()

/** 304: as the browser has it. */
function isFound({ res }: Context): boolean {
  return res.ok || res.status === 304
}

function isScreen(c: Context): boolean {
  const { path } = c.req
  return !NO_PAGE.test(path) && !/\.[^/]*$/u.test(path) && isDecodable(new URL(c.req.url).pathname)
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** A browser, or somebody who takes anything; not a program that asked for JSON. */
function acceptsText(c: Context): boolean {
  return /text\/(?:html|\*)|\*\/\*/u.test(c.req.header('accept') ?? '*/*')
}

function readIndex(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8')
  } catch {
    return null
  }
}
