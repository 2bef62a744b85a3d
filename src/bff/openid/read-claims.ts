import { LOCAL_PERSON, LOCAL_TENANT } from '../access/principal.ts'
import type { SessionHolder } from '../store/sessions.ts'
import type { Claims } from './openid-provider.ts'
import type { OpenIdSettings } from './settings.ts'

/** Characters that a name keeps, teams that are kept: what a provider says is long at times. */
const NAME = 120
const TEAMS = 200
const ID = 255

/** Whom claims speak of. Null where they do not say to which tenant somebody belongs, although they should. */
export function readClaims(claims: Claims, settings: Omit<OpenIdSettings, 'clientSecret'>): SessionHolder | null {
  const { tenantClaim, rolesClaim, adminRole, teamsClaim } = settings
  const tenantId = tenantClaim === null ? LOCAL_TENANT : readId(find(claims, tenantClaim))
  const id = readId(claims['sub'])
  if (tenantId === null || id === null) return null
  // At some providers people choose what they are called: this one owns what was made before there was a team.
  if (tenantId === LOCAL_TENANT && id === LOCAL_PERSON) return null
  return {
    tenantId,
    id,
    name: readName(claims) ?? id.slice(0, NAME),
    role: readList(find(claims, rolesClaim)).includes(adminRole) ? 'admin' : 'member',
    teams: readList(find(claims, teamsClaim)).slice(0, TEAMS),
    connectors: null,
    purpose: null,
    signIn: 'openid',
    pageOrigin: null,
    hostKeyId: null,
  }
}

/** By its whole name, which may be a URL; else by a path of names: `realm_access.roles`. */
function find(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    return Reflect.get(value, part)
  }, claims)
}

/** OpenID Connect Core, 5.1: of these a provider has some. */
function readName(claims: Claims): string | null {
  for (const claim of ['name', 'preferred_username', 'email']) {
    const text = claims[claim]
    const name = typeof text === 'string' ? text.replaceAll(/\p{C}/gu, '').trim() : ''
    if (name !== '') return Array.from(name.normalize('NFC')).slice(0, NAME).join('')
  }
  return null
}

/** An array of texts, or one text with spaces between, as providers have it (RFC 6749, 3.3). */
function readList(value: unknown): string[] {
  const values: unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : []
  return [...new Set(values.map(readId).filter((id) => id !== null))]
}

/** Null for what is no id, or could not be stored as one. */
function readId(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || value.length > ID) return null
  // `latchkey:` begins who Latchkey itself is.
  return value.isWellFormed() && !/\p{Cc}|^latchkey:/u.test(value) ? value : null
}
