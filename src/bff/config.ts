import { homedir } from 'node:os'
import { join } from 'node:path'
import ipaddr from 'ipaddr.js'
import type { Region } from '../contract/region.ts'
import { readWhoAsks, type WhoAsks } from './access/sign-in-config.ts'
import { isLoopback, isSafeToCall, parseOrigin, parseUrl, type ReadVariable, readSecretFile } from './config-value.ts'
import type { ConnectorDefinition } from './connectors/connector.ts'
import { connectors } from './connectors/registry.ts'
import type { OutboundProxy } from './provider/outbound.ts'
import type { StoreLocation } from './store/database.ts'
import { Secret } from './vault/secret.ts'

export interface Config extends WhoAsks {
  host: string
  port: number
  /** The origin people see: of links, and for the checks of Host and Origin. */
  publicUrl: URL
  keyringPath: string
  store: StoreLocation
  sandbox: boolean
  /** From which level on a line is logged. */
  logLevel: LogLevel
  /** What the operator put in the place of a connector's API origin. */
  operatorOrigins: { connector: string; region: Region; origin: string }[]
  /** The same for the pages where people consent: a browser goes there, Latchkey itself does not. */
  operatorPages: { connector: string; region: Region; origin: string }[]
  /** What Latchkey is called at the providers that give tokens by OAuth. A connector without one takes typed secrets alone. */
  oauthClients: OAuthClient[]
  /** What the calls to providers go through; null for none. */
  proxy: OutboundProxy | null
  /** Milliseconds between two checks of a credential by the watch; 0 for no watch. */
  watchInterval: number
  /** Who is told when a credential begins to fail or works again; null for nobody. */
  webhook: WebhookTarget | null
}

export interface OAuthClient {
  connector: string
  clientId: string
  clientSecret: Secret
}

export interface WebhookTarget {
  /** https, or http on loopback. */
  url: URL
  /** What messages are signed with, as Standard Webhooks writes it: base64, `whsec_` before it or not. */
  secret: Secret
}

const HOUR = 60 * 60 * 1_000

/** Connections to PostgreSQL; a save holds one for a few milliseconds. */
const CONNECTIONS = 10

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * The environment, parsed. An empty variable is one that is not set.
 * @returns the configuration, or a line for each thing that is wrong with it
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config | string[] {
  const wrong: string[] = []
  const read: ReadVariable = (name, parse, otherwise, must) => {
    const text = environment[name]?.trim()
    if (!text) return otherwise
    const value = parse(text)
    if (value === null) wrong.push(`${name} must be ${must}.`)
    return value ?? otherwise
  }

  const host = read('LATCHKEY_HOST', parseHost, '127.0.0.1', 'an address to listen on, such as 127.0.0.1, or localhost')
  const port = read('LATCHKEY_PORT', parsePort, 4680, 'a port from 1 to 65535')
  const logLevel = read('LATCHKEY_LOG_LEVEL', parseLogLevel, 'info', `one of ${LOG_LEVELS.join(', ')}`)
  const sandbox = read('LATCHKEY_SANDBOX', parseSwitch, false, '1 or 0')
  const publicUrl = read(
    'LATCHKEY_PUBLIC_URL',
    parsePublicOrigin,
    new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`),
    'an origin, such as https://latchkey.example.com',
  )
  const whoAsks = readWhoAsks({ host, publicUrl, sandbox }, read, wrong)
  // What the sandbox accepts is worth nothing elsewhere, so it gets a home of its own unless one is named.
  const home = read(
    'LATCHKEY_HOME',
    (text) => text,
    sandbox ? join(homedir(), '.latchkey', 'sandbox') : join(homedir(), '.latchkey'),
    'a folder',
  )
  const databaseUrl = read<URL | null>(
    'LATCHKEY_DATABASE_URL',
    parseDatabaseUrl,
    null,
    'postgres://user@host:port/database',
  )
  const password = read('LATCHKEY_DATABASE_PASSWORD_FILE', readSecretFile, null, 'a file that can be read')
  if (databaseUrl && password !== null) databaseUrl.password = encodeURIComponent(password)

  const operatorOrigins = connectors.flatMap(({ connector }) =>
    connector.endpoints.flatMap(({ region }) => {
      const name = `LATCHKEY_${connector.id.toUpperCase()}_API_${region.toUpperCase()}`
      const origin = read(name, parseApiOrigin, null, 'an https origin, or an http origin on loopback, without a path')
      return origin === null ? [] : [{ connector: connector.id, region, origin }]
    }),
  )

  const operatorPages = connectors.flatMap(({ connector, oauth }) =>
    (oauth?.pages ?? []).flatMap(({ region }) => {
      const name = `LATCHKEY_${connector.id.toUpperCase()}_PAGES_${region.toUpperCase()}`
      const origin = read(name, parseApiOrigin, null, 'an https origin, or an http origin on loopback, without a path')
      return origin === null ? [] : [{ connector: connector.id, region, origin }]
    }),
  )
  const oauthClients = connectors.flatMap(readOAuthClient)

  // As everywhere: the small letters count where both are set.
  const whichever = (name: string): string => (environment[name.toLowerCase()]?.trim() ? name.toLowerCase() : name)
  const proxyUrl = read(whichever('HTTPS_PROXY'), parseProxyUrl, null, 'http://host:port or https://host:port')
  const proxy = proxyUrl && { url: proxyUrl, except: environment[whichever('NO_PROXY')] ?? '' }

  const watchInterval = read('LATCHKEY_WATCH_HOURS', parseWatchHours, 24 * HOUR, 'whole hours from 1 to 720, or 0')
  const webhook = readWebhook()

  if (wrong.length > 0) return wrong
  return {
    host,
    port,
    publicUrl,
    ...whoAsks,
    keyringPath: join(home, 'keys', 'keyring.json'),
    store: databaseUrl
      ? { engine: 'postgres', url: databaseUrl, connections: CONNECTIONS }
      : { engine: 'sqlite', path: join(home, 'data', 'latchkey.db') },
    sandbox,
    logLevel,
    operatorOrigins,
    operatorPages,
    oauthClients,
    proxy,
    watchInterval,
    webhook,
  }

  /** An id without its secret gets no token, nor the other way round. */
  function readOAuthClient({ connector, oauth }: ConnectorDefinition): OAuthClient[] {
    if (!oauth) return []
    const prefix = `LATCHKEY_${connector.id.toUpperCase()}_CLIENT`
    const [idName, secretName] = [`${prefix}_ID`, `${prefix}_SECRET_FILE`]
    const before = wrong.length
    const clientId = read(idName, parseClientId, null, 'a client id: printable characters without spaces')
    const clientSecret = read(secretName, readClientSecret, null, 'a file with the client secret, in a line')
    if (clientId !== null && clientSecret) {
      if (!sandbox && !mayReturnTo(publicUrl, operatorPages, connector.id)) {
        wrong.push(`LATCHKEY_PUBLIC_URL must be an https origin: ${connector.name} sends nobody back to another.`)
      }
      return [{ connector: connector.id, clientId, clientSecret }]
    }
    const missing = clientId === null ? idName : secretName
    if ((clientId ?? clientSecret) !== null && wrong.length === before) {
      wrong.push(`${missing} must be set as well: ${idName} and ${secretName} belong together.`)
    }
    return []
  }

  /** What is sent is signed, so that neither of the two makes sense alone. */
  function readWebhook(): WebhookTarget | null {
    const [urlName, secretName] = ['LATCHKEY_WEBHOOK_URL', 'LATCHKEY_WEBHOOK_SECRET_FILE'] as const
    const before = wrong.length
    const url = read(urlName, parseWebhookUrl, null, 'an https URL, or an http URL on loopback, without a user')
    const secret = read(
      secretName,
      readWebhookSecret,
      null,
      'a file with 24 to 64 bytes in base64, after whsec_ or not',
    )
    if (url && secret) return { url, secret }
    const missing = url ? secretName : urlName
    if ((url ?? secret) && wrong.length === before) {
      wrong.push(`${missing} must be set as well: ${urlName} and ${secretName} belong together.`)
    }
    return null
  }
}

/** In brackets as well, as a URL has it. */
function parseHost(text: string): string | null {
  const address = text.replace(/^\[(.*)\]$/u, '$1')
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)
  return isAddress || text === 'localhost' ? address : null
}

function parsePort(text: string): number | null {
  const port = Number(text)
  return /^\d{1,5}$/u.test(text) && port >= 1 && port <= 65_535 ? port : null
}

function parseLogLevel(text: string): LogLevel | null {
  return LOG_LEVELS.find((level) => level === text) ?? null
}

function parseSwitch(text: string): boolean | null {
  if (text === '1') return true
  return text === '0' ? false : null
}

function parsePublicOrigin(text: string): URL | null {
  const url = parseOrigin(text)
  return url && /^https?:$/u.test(url.protocol) ? url : null
}

function parseApiOrigin(text: string): string | null {
  const url = parseOrigin(text)
  return url && isSafeToCall(url) ? url.origin : null
}

function parseWatchHours(text: string): number | null {
  const hours = Number(text)
  return /^\d{1,3}$/u.test(text) && hours <= 720 ? hours * HOUR : null
}

function parseWebhookUrl(text: string): URL | null {
  const url = parseUrl(text)
  const isBare = url && url.username === '' && url.password === '' && url.hash === ''
  return isBare && isSafeToCall(url) ? url : null
}

/** A provider's own pages go back to https alone; those that play it on this machine, to this machine as well. */
function mayReturnTo(publicUrl: URL, operatorPages: Config['operatorPages'], connector: string): boolean {
  if (publicUrl.protocol === 'https:') return true
  const pages = operatorPages.filter((each) => each.connector === connector)
  return pages.length > 0 && pages.every(({ origin }) => isLoopback(new URL(origin).hostname))
}

function parseClientId(text: string): string | null {
  return /^[\x21-\x7e]{1,200}$/u.test(text) ? text : null
}

function readClientSecret(path: string): Secret | null {
  const text = readSecretFile(path) ?? ''
  return /^[\x21-\x7e]{1,1000}$/u.test(text) ? new Secret(text) : null
}

function readWebhookSecret(path: string): Secret | null {
  const text = readSecretFile(path)?.trim() ?? ''
  const base64 = text.replace(/^whsec_/u, '')
  const bytes = Buffer.from(base64, 'base64')
  const isCanonical = bytes.toString('base64') === base64
  return isCanonical && bytes.length >= 24 && bytes.length <= 64 ? new Secret(text) : null
}

function parseDatabaseUrl(text: string): URL | null {
  const url = parseUrl(text)
  return url && /^postgres(?:ql)?:$/u.test(url.protocol) && url.pathname.length > 1 ? url : null
}

/** A user and password may be in it, in URL escapes. */
function parseProxyUrl(text: string): URL | null {
  const url = parseUrl(text)
  if (!url || !/^https?:$/u.test(url.protocol)) return null
  try {
    decodeURIComponent(url.username + url.password)
    return url
  } catch {
    return null
  }
}
