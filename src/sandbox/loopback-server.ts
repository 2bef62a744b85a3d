import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export type LoopbackServer = { origin: string; close: () => Promise<void> }

/** An HTTP server that only this machine reaches, on a port that was free. */
export async function startLoopbackServer(listener: RequestListener): Promise<LoopbackServer> {
  // Longer than callers keep an idle connection: otherwise one is closed under a request now and then.
  const server = createServer({ keepAliveTimeout: 60_000 }, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      // A hanging answer would never end by itself.
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
