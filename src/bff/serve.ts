import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import { type StartedSandbox, startSandbox } from '../sandbox/start-sandbox.ts'
import { makeSignInLink } from './access/sign-in-link.ts'
import { type Config, parseConfig } from './config.ts'
import { answerUnreadable, refuseUnreadable, withReadableHost } from './http/unreadable.ts'
import { type Latchkey, openLatchkey } from './latchkey.ts'
import { createLog } from './log.ts'
import { openInBrowser } from './open-in-browser.ts'
import { StartError } from './start-error.ts'
import { Secret } from './vault/secret.ts'

/** Milliseconds that requests in flight have to end when Latchkey is asked to. */
const DRAIN = 12_000

/** Milliseconds between two looks, meanwhile, for connections that nothing is asked on any more. */
const LOOK = 100

/**
 * Reads the configuration, wires, listens. What stands in the way is one line each on standard error, and exit 1.
 * @param words `--open`, to have the page opened in a browser, or none
 */
export async function serve(environment: NodeJS.ProcessEnv, words: readonly string[]): Promise<void> {
  const config = parseConfig(environment)
  if (Array.isArray(config)) return fail(config)
  if (words.some((word) => word !== '--open')) return fail(['There is no option but --open.'])
  const log = createLog(config.logLevel)
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'ended')
    process.exit(1)
  })

  try {
    let isStopping = false
    const sandbox = config.sandbox ? await startOwnSandbox() : null
    void sandbox?.exited.then(() => {
      if (isStopping) return
      log.fatal('sandbox ended')
      fail(['The sandbox ended, which all calls went to. Start Latchkey again.'])
    })
    const latchkey = await openLatchkey(sandbox ? withSandbox(config, sandbox) : config, {
      log,
      sandboxTokens: sandbox?.tokens ?? null,
      onNewKeyring: () => askForBackup(config),
    })
    const server = createLatchkeyServer(latchkey, config)
    await listen(server, config)

    const stopping = new AbortController()
    const running = latchkey.run(stopping.signal)

    const stop = async (): Promise<void> => {
      isStopping = true
      stopping.abort()
      await Promise.all([drain(server), running])
      await latchkey.close()
      await sandbox?.stop()
      process.exit(0)
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
    await greet(latchkey, config, { log, isToOpen: words.includes('--open') })
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

async function startOwnSandbox(): Promise<StartedSandbox> {
  return startSandbox().catch(() => {
    throw new StartError('The sandbox did not start. Try again, or start without LATCHKEY_SANDBOX.')
  })
}

function withSandbox(config: Config, { origins, oauthClient }: StartedSandbox): Config {
  const regions = ['us', 'eu', 'au'] as const
  const everywhere = regions.map((region) => ({ connector: 'intercom', region, origin: origins[region] }))
  const { id: clientId, secret } = oauthClient
  return {
    ...config,
    operatorOrigins: everywhere,
    operatorPages: everywhere,
    oauthClients: [{ connector: 'intercom', clientId, clientSecret: new Secret(secret) }],
  }
}

/** Whatever reaches the port is answered, a problem included; what Node refuses by itself it refuses without a body. */
function createLatchkeyServer({ app, proxy }: Latchkey, { publicUrl }: Config): Server {
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: answerUnreadable })
  const server = createServer({ requireHostHeader: false })
  for (const event of ['request', 'checkExpectation'] as const) {
    server.on(event, (request, response) => {
      if (!proxy(request, response)) void answer(withReadableHost(request, publicUrl.host), response)
    })
  }
  refuseUnreadable(server)
  return server
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

async function greet(
  { sessions }: Latchkey,
  { publicUrl, sandbox, signIn }: Config,
  { log, isToOpen }: { log: Logger; isToOpen: boolean },
): Promise<void> {
  const lines = [`Latchkey is at ${publicUrl.origin}`]
  if (sandbox) lines.push('The sandbox plays Intercom: nothing here reaches it.')
  const link = signIn.kind === 'link' ? (await makeSignInLink(sessions, publicUrl)).reveal() : null
  if (link) lines.push(`Sign in (works once, within an hour): ${link}`)
  process.stdout.write(`${lines.join('\n')}\n`)
  if (isToOpen) await openInBrowser(link ?? publicUrl.href, log)
}

function askForBackup({ keyringPath }: Config): void {
  process.stdout.write(`Back up the new keyring ${keyringPath}, apart from the data: without it no credential opens.\n`)
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const late = setTimeout(() => server.closeAllConnections(), DRAIN)
  // One that was busy is kept open for the next request like any other, and whoever calls on without a break would be served on.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'))
  const looking = setInterval(() => server.closeIdleConnections(), LOOK)
  await closed
  clearTimeout(late)
  clearInterval(looking)
}
