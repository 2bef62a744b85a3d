import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { startSandbox } from '../sandbox/start-sandbox.ts'
import { type Config, parseConfig } from './config.ts'
import { openLatchkey } from './latchkey.ts'
import { createLog } from './log.ts'
import { StartError } from './start-error.ts'

/** Milliseconds that requests in flight have to end when Latchkey is asked to. */
const DRAIN = 12_000

/** Reads the configuration, wires, listens. What stands in the way is one line each on standard error, and exit 1. */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  const config = parseConfig(environment)
  if (Array.isArray(config)) return fail(config)
  const log = createLog(config.logLevel)
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'ended')
    process.exit(1)
  })

  try {
    const sandbox = config.sandbox ? await startSandbox() : null
    const latchkey = await openLatchkey(sandbox ? withSandbox(config, sandbox.origins) : config, {
      log,
      sandboxTokens: sandbox?.tokens ?? null,
    })
    const answer = getRequestListener(latchkey.app.fetch, { overrideGlobalObjects: false })
    const server = createServer((request, response) => void answer(request, response))
    await listen(server, config)

    const stop = async (): Promise<void> => {
      await drain(server)
      await latchkey.close()
      await sandbox?.stop()
      process.exit(0)
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
    greet(config, latchkey.isKeyringNew)
  } catch (error) {
    if (error instanceof StartError) return fail([error.message])
    log.fatal({ err: error }, 'could not start')
    process.exit(1)
  }
}

function fail(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`latchkey: ${line}\n`)
  process.exit(1)
}

function withSandbox(config: Config, origins: Record<'us' | 'eu' | 'au', string>): Config {
  const regions = ['us', 'eu', 'au'] as const
  return {
    ...config,
    operatorOrigins: regions.map((region) => ({ connector: 'intercom', region, origin: origins[region] })),
  }
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE'
      const why = isTaken ? 'is in use. Set LATCHKEY_PORT to another' : 'cannot be listened on'
      reject(new StartError(`The port ${port} on ${host} ${why}.`))
    })
    server.listen(port, host, resolve)
  })
}

function greet({ publicUrl, keyringPath, sandbox }: Config, isKeyringNew: boolean): void {
  const lines = [`Latchkey is at ${publicUrl.origin}`]
  if (sandbox) lines.push('The sandbox plays Intercom: nothing here reaches it.')
  if (isKeyringNew)
    lines.push(`Back up the new keyring ${keyringPath}, apart from the data: without it no credential opens.`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const late = setTimeout(() => server.closeAllConnections(), DRAIN)
  server.closeIdleConnections()
  await closed
  clearTimeout(late)
}
