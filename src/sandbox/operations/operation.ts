import type * as z from 'zod/mini'
import type { Random } from '../access-token.ts'
import type { Refusal } from '../error-list.ts'
import type { WorkspaceRecords } from '../workspace-records.ts'
import type { Workspace } from '../workspace.ts'

/** One thing that can be asked of the API: its answer as a function of the request and of what the workspace holds. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** As in the description: `/contacts/{contact_id}`. */
  path: string
  answer(asked: Asked): Reply | Refusal
}

export interface Asked {
  workspace: Workspace
  /** What the workspace holds; made when it is first asked for. */
  records: () => WorkspaceRecords
  /** The variables of the path, decoded, in the order of the path. */
  variables: readonly string[]
  query: URLSearchParams
  /** Parsed JSON; undefined where nothing was sent. */
  body: unknown
  /** Unix seconds. */
  now: number
  random: Random
}

export interface Reply {
  /** 200 unless it says otherwise. */
  status?: number
  /** Undefined for an empty body. */
  body: object | null | undefined
}

export function isRefusal(value: object): value is Refusal {
  return Object.hasOwn(value, 'error')
}

/**
 * What was sent, as the description has it, without what the description does not have. What Intercom says of a field of
 * another type is a guess, from what it says of other parameters.
 */
export function parseBody<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.output<Schema> | Refusal {
  const parsed = schema.safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.')
  return { error: 'parameter_invalid', ...(field && { field }) }
}
