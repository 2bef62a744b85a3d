import { Hono } from 'hono'
import { oauthEndpoints, uninstalledNoticeSchema } from '../../contract/oauth.ts'
import { findConnector } from '../connectors/registry.ts'
import { bodyRefusals, describe } from '../http/describe.ts'
import { jsonBody } from '../http/input.ts'
import { answerProblem } from '../http/problem.ts'
import { bringForwardInstallation } from '../store/due-credentials.ts'
import type { Store } from '../store/database.ts'

/** Milliseconds for which a further notice about a workspace says nothing new. */
const QUIET = 60 * 1_000

/** Workspaces; the oldest are forgotten for new ones. */
const REMEMBERED = 10_000

/**
 * A provider's notice that somebody uninstalled the app. Nothing says that it is the provider's: so it is a hint, the watch asks
 * sooner, and what the provider then says counts. Whoever sends one learns nothing, whether there is such a workspace or not.
 */
export function uninstalledRoutes({ store, clock }: { store: Store; clock(): Date }): Hono {
  const told = new Map<string, number>()

  function isNews(workspace: string): boolean {
    const now = clock().getTime()
    const last = told.get(workspace)
    if (last !== undefined && now - last < QUIET) return false
    told.delete(workspace)
    told.set(workspace, now)
    const [oldest] = told.keys()
    if (told.size > REMEMBERED && oldest !== undefined) told.delete(oldest)
    return true
  }

  return new Hono().post(
    oauthEndpoints.uninstalled,
    describe({
      summary: 'Hears from a provider that its app may have been uninstalled',
      answers: { 202: null },
      refusals: [...bodyRefusals, 'not_found', 'store_unavailable'],
    }),
    jsonBody(uninstalledNoticeSchema),
    async (c) => {
      const connector = c.req.param('connector')
      if (!findConnector(connector)?.oauth) return answerProblem(c, { code: 'not_found' })
      const { app_id: workspaceId } = c.req.valid('json')
      // No id has a NUL, and PostgreSQL does not even compare with one.
      const isId = !workspaceId.includes('\0')
      if (isId && isNews(`${connector} ${workspaceId}`)) {
        await bringForwardInstallation(store, { connector, workspaceId, now: clock() })
      }
      return c.body(null, 202)
    },
  )
}
