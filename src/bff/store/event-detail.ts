import * as z from 'zod/mini'

/** Rows stay as they were written: what this release does not know of one is left out, and no reason to show nothing. */
export function readDetail<Detail extends z.ZodMiniObject>(schema: Detail, text: string): z.output<Detail> {
  const written: unknown = JSON.parse(text)
  const known = Object.entries(schema.shape).flatMap(([name, part]) => {
    const parsed = z.safeParse(
      part,
      typeof written === 'object' && written !== null ? Reflect.get(written, name) : undefined,
    )
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : []
  })
  return schema.parse(Object.fromEntries(known))
}
