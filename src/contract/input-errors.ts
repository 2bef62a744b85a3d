import type * as z from 'zod/mini'
import { type InputCode, inputCodeSchema } from './problem.ts'

export type InputError = { path: PropertyKey[]; code: InputCode }

/** A schema's issues as Latchkey's own codes, one a place: the first thing that is wrong there. */
export function toInputErrors(issues: readonly z.core.$ZodIssue[], input: unknown): InputError[] {
  const errors = issues.flatMap((issue): InputError[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key], code: 'unknown_field' }))
      : [{ path: issue.path, code: toInputCode(issue, input) }],
  )
  const seen = new Set<string>()
  return errors.filter(({ path }) => {
    const place = path.join('\0')
    return !seen.has(place) && seen.add(place)
  })
}

function toInputCode(issue: z.core.$ZodIssue, input: unknown): InputCode {
  const named = inputCodeSchema.safeParse(issue.message)
  if (named.success) return named.data
  if (valueAt(input, issue.path) === undefined) return 'required'
  return issue.code === 'invalid_type' ? 'invalid_type' : 'invalid_value'
}

/** Looked up here, since an issue that reported its input would carry a secret. */
function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce((value: unknown, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input)
}
