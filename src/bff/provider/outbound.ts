import { lookup as lookupName } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, request as send } from 'undici'
import type { Secret } from '../vault/secret.ts'
import { type Exchange, type ExchangeListener, type ExchangeRequest, startExchange } from './exchange.ts'
import { type OutboundFailure, PRIVATE_ADDRESS, toReason } from './outbound-failure.ts'
import { isPublicAddress } from './public-address.ts'

export interface OutboundRequest {
  url: string
  method: 'GET' | 'POST'
  headers: Readonly<Record<string, string | Secret>>
  /** What is posted. */
  body?: string
  /** Ends the whole exchange, the answer's last byte included. */
  signal: AbortSignal
  /** Bytes of the body as they come over the wire: nothing is decompressed. */
  maxBytes: number
}

export interface OutboundAnswer {
  kind: 'answered'
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

export type { OutboundFailure } from './outbound-failure.ts'
export type OutboundResult = OutboundAnswer | OutboundFailure

export interface OutboundProxy {
  /** http or https; may hold a user and password. */
  url: URL
  /** Hosts that are called without it, as `NO_PROXY` lists them. */
  except: string
}

/** The only way out of Latchkey. */
export interface Outbound {
  /** The whole answer, as text. */
  request(request: OutboundRequest): Promise<OutboundResult>
  /** A request and its answer as they come. Fails at once, as `forbidden`, where Latchkey does not go. */
  exchange(request: ExchangeRequest, listener: ExchangeListener): Exchange
  close(): Promise<void>
}

export interface OutboundOptions {
  /** The connectors' own hosts, exact: https only, and never at a private address. */
  origins: readonly string[]
  /** What the operator put in their place, exact: may be private, and plain http on loopback. */
  operatorOrigins: readonly string[]
  /** What https goes through, whosever the origin; but not what goes to this machine. */
  proxy?: OutboundProxy | null
  lookup?: LookupFunction
}

/**
 * Goes to exact origins and nowhere else; follows no redirect (a followed one would carry headers to another host);
 * checks the address it connects to, after the name was resolved; and asks for no compression, since 200 kB inflate to
 * 200 MB past any cap that counts compressed bytes. Where a proxy is between, it resolves the name, not Latchkey: which
 * addresses are private is then for the proxy to know.
 */
export function createOutbound({
  origins,
  operatorOrigins,
  proxy = null,
  lookup = lookupName,
}: OutboundOptions): Outbound {
  const direct = new Agent({ allowH2: false })
  // Never undefined: what is not set here would come out of the environment, past its parser.
  const through = { httpProxy: '', httpsProxy: proxy?.url.href ?? '', noProxy: proxy?.except ?? '', allowH2: false }
  const operators = new EnvHttpProxyAgent(through)
  const guarded = new EnvHttpProxyAgent({ ...through, connect: createGuardedConnector(lookup) })

  function chooseDispatcher(url: URL): Dispatcher | null {
    if (url.username !== '' || url.password !== '') return null
    if (operatorOrigins.includes(url.origin)) return isLoopback(url) ? direct : operators
    return url.protocol === 'https:' && origins.includes(url.origin) ? guarded : null
  }

  // A call through the proxy costs no look at a URL: what can be gone to is known from the start.
  const dispatchers = new Map<string, Dispatcher>()
  for (const origin of [...origins, ...operatorOrigins]) {
    const url = new URL(origin)
    const dispatcher = chooseDispatcher(url)
    if (dispatcher) dispatchers.set(url.origin, dispatcher)
  }

  return {
    async request({ url, method, headers, body: content = null, signal, maxBytes }) {
      const target = URL.canParse(url) ? new URL(url) : null
      const dispatcher = target && chooseDispatcher(target)
      if (!dispatcher) return { kind: 'failed', reason: 'forbidden' }
      try {
        const answer = await send(target, {
          dispatcher,
          method,
          headers: toWireHeaders(headers),
          body: content,
          signal,
        })
        const body = await readBody(answer.body, maxBytes)
        if (body === null) return { kind: 'failed', reason: 'too_large' }
        return { kind: 'answered', status: answer.statusCode, headers: answer.headers, body }
      } catch (error) {
        // The error goes no further: undici's messages can quote a header.
        return { kind: 'failed', reason: signal.aborted ? 'timeout' : toReason(error) }
      }
    },
    exchange(request, listener) {
      const dispatcher = dispatchers.get(request.origin)
      if (dispatcher && request.path.startsWith('/')) return startExchange(dispatcher, request, listener)
      listener.onFailure('forbidden')
      return { pause() {}, resume() {}, abort() {} }
    },
    async close() {
      await Promise.all([direct, operators, guarded].map((each) => each.destroy()))
    },
  }
}

function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(hostname)
}

/** A hook on the look-up sees no literal, so the host is looked at before it as well. */
function createGuardedConnector(lookup: LookupFunction): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    lookup: (hostname, options, callback) => {
      lookup(hostname, options, (error, address, family) => {
        const addresses = Array.isArray(address) ? address.map((each) => each.address) : [address]
        if (error || addresses.every(isPublicAddress)) callback(error, address, family)
        else callback(createPrivateAddressError(), address, family)
      })
    },
  })
  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/gu, '')
    if (isIP(hostname) !== 0 && !isPublicAddress(hostname)) callback(createPrivateAddressError(), null)
    else connect(options, callback)
  }
}

function createPrivateAddressError(): Error {
  return Object.assign(new Error('A private address'), { code: PRIVATE_ADDRESS })
}

function toWireHeaders(headers: OutboundRequest['headers']): Record<string, string> {
  const wire: Record<string, string> = { accept: 'application/json', 'accept-encoding': 'identity' }
  for (const [name, value] of Object.entries(headers)) wire[name] = typeof value === 'string' ? value : value.reveal()
  return wire
}

async function readBody(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
