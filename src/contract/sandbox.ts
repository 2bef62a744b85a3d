import * as z from 'zod/mini'
import { regionSchema } from './region.ts'

export const behaviourSchema = z.enum([
  'accepted',
  'test_workspace',
  'invalid',
  'revoked',
  'suspended',
  'restricted',
  'throttled',
  'slow',
  'hanging',
  'server_error',
  'html_403',
  'garbage',
  'redirect',
  'bomb',
  'null_account',
])
export type Behaviour = z.infer<typeof behaviourSchema>

/** `GET /api/sandbox`, while the sandbox runs: sample tokens made at its start, each with a behaviour. */
export const sandboxSchema = z.object({
  tokens: z.array(
    z.object({
      behaviour: behaviourSchema,
      region: regionSchema,
      token: z.string(),
      /** The kind of verdict a check of this token comes to. */
      expects: z.enum(['accepted', 'rejected', 'restricted', 'throttled', 'unreachable']),
    }),
  ),
})
export type Sandbox = z.infer<typeof sandboxSchema>
