import { Hono } from 'hono'
import { sql } from 'kysely'
import * as z from 'zod/mini'
import { describe } from '../http/describe.ts'
import type { Database } from '../store/database.ts'

const okSchema = z.object({ status: z.literal('ok') })

/** `/healthz`: the process answers. `/readyz`: so does its store. */
export function healthRoutes(database: Database): Hono {
  return new Hono()
    .get('/healthz', describe({ summary: 'The process answers', answers: { 200: okSchema } }), (c) =>
      c.json({ status: 'ok' }),
    )
    .get(
      '/readyz',
      describe({ summary: 'The store answers', answers: { 200: okSchema }, refusals: ['store_unavailable'] }),
      async (c) => {
        await sql`select 1`.execute(database)
        return c.json({ status: 'ok' })
      },
    )
}
