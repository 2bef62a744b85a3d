import ipaddr from 'ipaddr.js'
import { isLoopback, isSafeToCall, parseUrl, type ReadVariable, readSecretFile } from '../config-value.ts'
import type { OpenIdSettings } from '../openid/settings.ts'
import { Secret } from '../vault/secret.ts'

/** How people get a session for the page itself. Inside a product's page it is the product that vouches for them. */
export type SignInConfig = { kind: 'none' } | { kind: 'link' } | ({ kind: 'openid' } & OpenIdSettings)

/** An address and how many of its bits count. */
export type AddressRange = [ipaddr.IPv4 | ipaddr.IPv6, number]

export interface WhoAsks {
  signIn: SignInConfig
  /** Whose word counts on where a request comes from. */
  trustedProxies: AddressRange[]
}

/**
 * Who is asked to sign in, and how. What the machine alone can reach may do with less than what a network can; a line is
 * added to `wrong` for each thing that is missing for that.
 */
export function readWhoAsks(
  { host, publicUrl, sandbox }: { host: string; publicUrl: URL; sandbox: boolean },
  read: ReadVariable,
  wrong: string[],
): WhoAsks {
  const before = wrong.length
  const openid = readOpenId(read, wrong)
  const trustedProxies = read(
    'LATCHKEY_TRUSTED_PROXIES',
    parseRanges,
    [],
    'addresses or address ranges with a comma between them, such as 10.0.0.0/8',
  )
  if (wrong.length === before && !(isLoopback(host) && isLoopback(publicUrl.hostname))) {
    if (publicUrl.protocol !== 'https:') wrong.push(`LATCHKEY_PUBLIC_URL must be an https origin: ${OFF_LOOPBACK}.`)
    if (!openid) wrong.push(`LATCHKEY_OPENID_ISSUER must be set: ${OFF_LOOPBACK}.`)
    if (trustedProxies.length === 0) wrong.push(`LATCHKEY_TRUSTED_PROXIES must name it: ${OFF_LOOPBACK}.`)
  }
  return { signIn: openid ?? { kind: sandbox ? 'none' : 'link' }, trustedProxies }
}

const OFF_LOOPBACK =
  'off loopback people sign in at an OpenID provider, and a proxy stands in front that Latchkey trusts and that speaks TLS'

function readOpenId(read: ReadVariable, wrong: string[]): SignInConfig | null {
  const before = wrong.length
  const issuer = read('LATCHKEY_OPENID_ISSUER', parseIssuer, null, 'an https URL, or an http URL on loopback')
  const clientId = read('LATCHKEY_OPENID_CLIENT_ID', parseText, null, 'a text')
  const secret = read(
    'LATCHKEY_OPENID_CLIENT_SECRET_FILE',
    readFilledFile,
    null,
    'a file that can be read, and is not empty',
  )
  const scope = read(
    'LATCHKEY_OPENID_SCOPE',
    parseScope,
    'openid profile email',
    'scopes with a space between, openid among them',
  )
  const settings = {
    scope,
    tenantClaim: read<string | null>('LATCHKEY_OPENID_TENANT_CLAIM', parseText, null, 'a text'),
    rolesClaim: read('LATCHKEY_OPENID_ROLES_CLAIM', parseText, 'roles', 'a text'),
    adminRole: read('LATCHKEY_OPENID_ADMIN_ROLE', parseText, 'latchkey-admin', 'a text'),
    teamsClaim: read('LATCHKEY_OPENID_TEAMS_CLAIM', parseText, 'groups', 'a text'),
  }
  if (issuer && clientId) {
    return { kind: 'openid', issuer, clientId, clientSecret: secret === null ? null : new Secret(secret), ...settings }
  }
  const missing = issuer ? 'LATCHKEY_OPENID_CLIENT_ID' : 'LATCHKEY_OPENID_ISSUER'
  if ((issuer ?? clientId ?? secret) !== null && wrong.length === before) {
    wrong.push(`${missing} must be set as well: the OpenID provider knows Latchkey as a client of its own.`)
  }
  return null
}

/** OpenID Connect Discovery 1.0, 2: without a query and a fragment. */
function parseIssuer(text: string): URL | null {
  const url = parseUrl(text)
  return url && isSafeToCall(url) && /^[^?#@]+$/u.test(text) ? url : null
}

/** RFC 6749, 3.3. Without `openid` the provider would tell nothing of who signed in. */
function parseScope(text: string): string | null {
  const scopes = text.split(/ +/u)
  return scopes.includes('openid') && scopes.every((scope) => /^[!#-[\]-~]+$/u.test(scope)) ? scopes.join(' ') : null
}

function parseText(text: string): string {
  return text
}

function readFilledFile(path: string): string | null {
  return readSecretFile(path) || null
}

export function parseRanges(text: string): AddressRange[] | null {
  const ranges = text.split(',').map((each) => parseRange(each.trim()))
  return ranges.every((range) => range !== null) ? ranges : null
}

function parseRange(text: string): AddressRange | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!(ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text))) return null
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
