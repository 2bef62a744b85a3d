import { Hono } from 'hono'
import { endpoints } from '../../contract/endpoints.ts'
import { type Sandbox, sandboxSchema } from '../../contract/sandbox.ts'
import { describe } from '../http/describe.ts'
import { answerProblem } from '../http/problem.ts'

/** The sandbox's sample tokens while it runs; they open nothing anywhere else. */
export function sandboxRoutes(tokens: Sandbox['tokens'] | null): Hono {
  return new Hono().get(
    endpoints.sandbox,
    describe({ summary: 'The sandbox’s sample tokens', answers: { 200: sandboxSchema }, refusals: ['not_found'] }),
    (c) => (tokens ? c.json({ tokens }) : answerProblem(c, { code: 'not_found' })),
  )
}
