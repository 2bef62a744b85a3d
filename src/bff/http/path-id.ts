import { idSchema } from '../../contract/credential.ts'

/** The id in a path; null for what is none, which is nobody's and not found. */
export function parseId(text: string): string | null {
  return idSchema.safeParse(text).data ?? null
}
