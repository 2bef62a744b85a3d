import { type FieldErrors, get, type Resolver, set } from 'react-hook-form'
import type * as z from 'zod/mini'
import type { CredentialValues } from './credential-values.ts'

/**
 * Has the schema judge the form: at each place the first thing that is wrong, its code as the message. The library of
 * resolvers would do the same in 1.2 kB more, gzipped, which the overlay does not have to spare.
 */
export function resolveValuesWith(schema: z.ZodMiniType<CredentialValues>): Resolver<CredentialValues> {
  return (values) => {
    const parsed = schema.safeParse(values)
    if (parsed.success) return { values: parsed.data, errors: {} }
    const errors: FieldErrors<CredentialValues> = {}
    for (const { path, message } of parsed.error.issues) {
      const place = path.join('.')
      if (!get(errors, place)) set(errors, place, { type: message, message })
    }
    return { values: {}, errors }
  }
}
