import { readFileSync } from 'node:fs'
import ipaddr from 'ipaddr.js'

/**
 * Reads a variable of the environment, or takes what stands in its place. One that is wrong is noted, by its name and
 * without what it was: it may be a secret.
 */
export type ReadVariable = <Value>(
  name: string,
  parse: (text: string) => Value | null,
  otherwise: Value,
  must: string,
) => Value

/** Whether a host, as it stands in a URL or is listened on, is this machine and no other. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/u, '$1')
  return host === 'localhost' || (ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback')
}

/** What goes in clear text goes to this machine only. */
export function isSafeToCall({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

export function parseOrigin(text: string): URL | null {
  const url = parseUrl(text)
  return url && (url.href === `${url.origin}/` || url.href === url.origin) ? url : null
}

/** A file's text without the line's end. */
export function readSecretFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/u, '')
  } catch {
    return null
  }
}
