import { once } from 'node:events'
import { join } from 'node:path'
import type { FrameLocator, Page } from 'playwright/test'
import { findFreePort } from '../bench/process.ts'
import { createHost } from '../examples/host/server.ts'
import { makeHostKey } from '../src/bff/fixture/host-key.ts'
import { expect, type Latchkey, test as base } from './fixture.ts'

export interface Host {
  /** `http://localhost:…`, another site than Latchkey's own, which is at 127.0.0.1. */
  origin: string
  /** The `Authorization` of its server. */
  authorization: string
}

/** As a product beside Latchkey has it: the example, with a host key of its own. */
export const test = base.extend<{ host: Host; stranger: Host }>({
  host: async ({ latchkey }, provide) => serve(latchkey, provide, true),
  /** The same page of an origin that no key is for. */
  stranger: async ({ latchkey }, provide) => serve(latchkey, provide, false),
})

export { expect } from 'playwright/test'

async function serve(latchkey: Latchkey, provide: (host: Host) => Promise<void>, isKnown: boolean): Promise<void> {
  const port = await findFreePort()
  const origin = `http://localhost:${port}`
  const store = { engine: 'sqlite', path: join(latchkey.home, 'data', 'latchkey.db') } as const
  const { authorization } = await makeHostKey({ store }, { origins: [isKnown ? origin : 'http://localhost:1'] })
  if (isKnown) await untilLetIn(latchkey, origin)
  const server = createHost({ latchkey: latchkey.origin, key: authorization.replace('Bearer ', ''), origin })
  await once(server.listen(port, 'localhost'), 'listening')
  await provide({ origin, authorization })
  server.closeAllConnections()
  server.close()
}

/** What Latchkey knows of host keys is up to a second old. */
async function untilLetIn(latchkey: Latchkey, origin: string): Promise<void> {
  const frame = `${latchkey.origin}/embed?origin=${encodeURIComponent(origin)}`
  const policy = async () => (await fetch(frame)).headers.get('content-security-policy')
  await expect.poll(policy).toContain(`frame-ancestors ${origin}`)
}

const ways = { step: 'Choose a credential', overlay: 'Add a credential', inPage: 'Choose it in this page' } as const

/** The host's page, and the frame in it, once it was opened in one of its ways. */
export async function openFrame(page: Page, { origin }: Host, way: keyof typeof ways): Promise<FrameLocator> {
  if (!page.url().startsWith(origin)) await page.goto(origin)
  await opener(page, way).click()
  return frameOf(page)
}

export function opener(page: Page, way: keyof typeof ways): ReturnType<Page['getByRole']> {
  return page.getByRole('button', { name: ways[way] })
}

export function frameOf(page: Page): FrameLocator {
  return page.frameLocator('iframe')
}

/** What the host's page was told by the script, and what its server found to be so. */
export function outcome(page: Page, of: 'told' | 'verified'): ReturnType<Page['locator']> {
  return page.locator(`#${of}`)
}
