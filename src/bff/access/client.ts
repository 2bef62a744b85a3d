import ipaddr from 'ipaddr.js'
import { isLoopback } from '../config-value.ts'
import { isPublicAddress } from '../provider/public-address.ts'
import type { Refusal } from '../refusal.ts'
import type { AddressRange, WhoAsks } from './sign-in-config.ts'

/** What is known of a request's way here. */
export interface Hop {
  /** The address at the other end of the connection. */
  peer: string | undefined
  /** The headers `X-Forwarded-For` and `X-Forwarded-Proto`. */
  forwardedFor: string | undefined
  forwardedProto: string | undefined
}

export interface Client {
  /** Null for what came over no network. */
  address: string | null
  /** Null for what may be answered. */
  refusal: Refusal | null
  /** Came past the proxy, out of the private network that Latchkey is in: whoever looks after it does. */
  isNearby: boolean
}

export type ReadClient = (hop: Hop) => Client

declare module 'hono' {
  interface ContextVariableMap {
    /** Whoever asks has this one; null for what came over no network. */
    address: string | null
  }
}

/**
 * Where a request comes from. Anybody can write `X-Forwarded-For`, so it counts from a trusted proxy only, read from the
 * right: each address was added by the one after it, and the first that is no proxy's is the client's. Behind TLS nothing
 * else is answered: it would have crossed the network in clear text, a cookie or a key with it.
 */
export function createReadClient({
  host,
  publicUrl,
  trustedProxies,
}: Pick<WhoAsks, 'trustedProxies'> & { host: string; publicUrl: URL }): ReadClient {
  const isBehindTls = publicUrl.protocol === 'https:'
  // Whoever listens on loopback alone has its proxy there.
  const trusted = isBehindTls && isLoopback(host) ? [...trustedProxies, ...loopback] : trustedProxies
  const isTrusted = (address: Address): boolean => trusted.some((range) => isWithin(address, range))

  return ({ peer, forwardedFor, forwardedProto }) => {
    const own = parseAddress(peer ?? '')
    const isProxy = own !== null && isTrusted(own)
    // A proxy has to say how it was reached, and may not say by whom.
    const isDirect = forwardedFor === undefined && forwardedProto === undefined
    const address = isProxy ? findClient(own, forwardedFor ?? '', isTrusted) : own
    return {
      address: address?.toString() ?? null,
      refusal: isBehindTls ? toRefusal(isProxy, forwardedProto) : null,
      isNearby: isDirect && own !== null && !isPublicAddress(own.toString()),
    }
  }
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

const loopback: readonly AddressRange[] = [ipaddr.parseCIDR('127.0.0.0/8'), ipaddr.parseCIDR('::1/128')]

function findClient(proxy: Address, forwardedFor: string, isTrusted: (address: Address) => boolean): Address {
  let known = proxy
  for (const text of forwardedFor.split(',').toReversed()) {
    const address = parseAddress(withoutPort(text.trim()))
    // What is no address was not added by a proxy that is to be trusted: the last one that is must do.
    if (!address) return known
    known = address
    if (!isTrusted(address)) return known
  }
  return known
}

/** Some proxies add it: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/u.exec(text)?.[1] ?? /^([\d.]+):\d+$/u.exec(text)?.[1] ?? text
}

/** IPv4 written as IPv6 (`::ffff:192.0.2.1`) is the same client as without. */
function parseAddress(text: string): Address | null {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
  return isAddress ? ipaddr.process(text) : null
}

function isWithin(address: Address, range: AddressRange): boolean {
  return address.kind() === range[0].kind() && address.match(range)
}

function toRefusal(isProxy: boolean, forwardedProto: string | undefined): Refusal | null {
  if (!isProxy) return { code: 'proxy_required' }
  if (forwardedProto?.trim().toLowerCase() === 'https') return null
  return { code: 'proxy_required', detail: 'The proxy must set X-Forwarded-Proto to https.' }
}
