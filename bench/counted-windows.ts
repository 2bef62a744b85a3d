import * as z from 'zod/mini'

const windowsSchema = z.array(z.object({ resetsAt: z.int(), calls: z.array(z.string()) }))

/** What the counting provider (`budget-provider.ts`) has met since it was last asked. */
export async function readWindows(provider: string): Promise<z.infer<typeof windowsSchema>> {
  return windowsSchema.parse(await (await fetch(`${provider}/counted`)).json())
}
