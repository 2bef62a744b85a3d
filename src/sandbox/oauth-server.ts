import type { Region } from '../contract/region.ts'
import { makeAccessToken, type Random } from './access-token.ts'
import { authorizeCss, writeAuthorizePage, writeRefusalPage } from './authorize-page.ts'
import type { Answer } from './answer.ts'
import { type Fault, isFault, tokenFaults } from './oauth-faults.ts'
import type { SampleToken } from './sample-tokens.ts'
import { type Workspace, workspaceOf } from './workspace.ts'

/** An app as Intercom's Developer Hub has it. */
export interface OAuthClient {
  id: string
  secret: string
}

export interface OAuthCall {
  region: Region
  method: string
  /** Path and query. */
  url: string
  contentType: string
  body: string
}

/** A token's workspace, and how calls with it are answered. */
export type Grant = Pick<SampleToken, 'workspace' | 'behaviour'>

export interface OAuthServer {
  /** Null for a call that is none of OAuth's. */
  answer(call: OAuthCall): Answer | null
  /** By the tokens that were given. */
  grants: ReadonlyMap<string, Grant>
  /** Ends every token of that one's workspace; false for a token that was not given here. */
  uninstall(token: string): boolean
}

/** Milliseconds for which a code is good: "about five minutes". */
const CODE_LIFE = 5 * 60 * 1_000

/**
 * Intercom's part of the code flow: the page to consent on, and the token endpoint (developers.intercom.com, *Setting up OAuth*).
 * How the page looks is made up. Whether a workspace that consents twice gets the same token is unknown: here it gets another one,
 * and both work.
 */
export function createOAuthServer({
  samples,
  client,
  redirectUris,
  revoke,
  clock,
  random,
}: {
  samples: readonly SampleToken[]
  client: OAuthClient
  /** Registered with the app, exact; null for the callback of any Latchkey on this machine. */
  redirectUris: readonly string[] | null
  revoke(token: string): void
  clock(): number
  random: Random
}): OAuthServer {
  const grants = new Map<string, Grant>()
  const codes = new Map<
    string,
    { region: Region; grant: Grant | null; fault: Fault; redirectUri: string; at: number }
  >()

  function isRegistered(uri: string): boolean {
    return redirectUris ? redirectUris.includes(uri) : OWN_CALLBACK.test(uri)
  }

  function openPage(region: Region, query: URLSearchParams): Answer {
    const asked = { state: query.get('state') ?? '', redirectUri: query.get('redirect_uri') ?? '' }
    // RFC 6749, 4.1.2.1: where the address to go back to is wrong, nobody is sent there.
    if (query.get('client_id') !== client.id) return refuse('No app has this client id.')
    if (!isRegistered(asked.redirectUri)) return refuse('This redirect URL is not registered with the app.')
    return html(200, writeAuthorizePage({ clientId: client.id, ...asked, region, samples }))
  }

  function decide(region: Region, form: URLSearchParams): Answer {
    const redirectUri = form.get('redirect_uri') ?? ''
    const picked = form.get('workspace')
    const sample = samples.find((each) => each.region === region && each.workspace.id === picked)
    const isOffered = sample !== undefined || picked === 'new'
    if (form.get('client_id') !== client.id || !isRegistered(redirectUri) || !isOffered) {
      return refuse('This is not an answer to the page of this region.')
    }
    const state = encodeURIComponent(form.get('state') ?? '')
    if (form.get('decision') !== 'authorize') return goTo(`${redirectUri}?error=access_denied&state=${state}`)
    const fault = form.get('fault') ?? ''
    if (fault === 'page_error') return goTo(`${redirectUri}?error=server_error&state=${state}`)
    // 17 bytes: its base64 ends in one `=`, which Intercom's codes may, and which stands in the address as it is.
    const code = Buffer.from(random(17)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
    if (fault !== 'wrong_code') {
      const at = fault === 'old_code' ? clock() - CODE_LIFE : clock()
      codes.set(code, { region, grant: sample ?? null, fault: isFault(fault) ? fault : 'none', redirectUri, at })
    }
    return goTo(`${redirectUri}?code=${code}&state=${state}`)
  }

  function giveToken({ region, contentType, body }: OAuthCall): Answer {
    const form = readForm(contentType, body)
    const code = form.get('code') ?? ''
    const given = codes.get(code)
    const fault = given && tokenFaults[given.fault]
    if (fault) return fault
    codes.delete(code)
    const isClient = form.get('client_id') === client.id && form.get('client_secret') === client.secret
    const isSameUri = !form.has('redirect_uri') || form.get('redirect_uri') === given?.redirectUri
    // What the endpoint of another region says to a code is unknown: it knows no such code.
    const isGood = given && given.region === region && clock() < given.at + CODE_LIFE
    if (!isClient || !isSameUri || !isGood) return unauthorizedCode
    const token = makeAccessToken(random)
    grants.set(token, given.grant ?? { behaviour: 'accepted', workspace: makeUp(token, region) })
    return json({ token_type: 'Bearer', token, access_token: token })
  }

  return {
    grants,
    answer(call) {
      const [path = '', search] = call.url.split('?', 2)
      const route = `${call.method} ${path}`
      switch (route) {
        case 'GET /oauth':
          return openPage(call.region, new URLSearchParams(search))
        case 'GET /oauth.css':
          return { status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: authorizeCss }
        case 'POST /oauth':
          return decide(call.region, new URLSearchParams(call.body))
        case 'POST /auth/eagle/token':
          return giveToken(call)
        default:
          return null
      }
    },
    uninstall(token) {
      const workspace = grants.get(token)?.workspace.id
      if (workspace === undefined) return false
      for (const [other, grant] of grants) if (grant.workspace.id === workspace) revoke(other)
      return true
    },
  }
}

/** Integrators met these words; whether they come as text or in a JSON is unknown. */
const unauthorizedCode: Answer = {
  status: 401,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'Unauthorized Code',
}

/** Of a Latchkey on this machine, whatever its port and connector. */
const OWN_CALLBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+\/api\/oauth\/[a-z]+\/callback$/u

function makeUp(token: string, region: Region): Workspace {
  return { ...workspaceOf(token), region }
}

function readForm(contentType: string, body: string): URLSearchParams {
  if (!contentType.startsWith('application/json')) return new URLSearchParams(body)
  try {
    return new URLSearchParams(JSON.parse(body) as Record<string, string>)
  } catch {
    return new URLSearchParams()
  }
}

function refuse(why: string): Answer {
  return html(400, writeRefusalPage(why))
}

function html(status: number, body: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body,
  }
}

function json(value: unknown): Answer {
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: JSON.stringify(value) }
}

function goTo(location: string): Answer {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' }
}
