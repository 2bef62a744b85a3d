import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Region } from '../contract/region.ts'
import type { Behaviour, Sandbox } from '../contract/sandbox.ts'
import type { Random } from './access-token.ts'
import type { Answer } from './answer.ts'
import { type Call, createIntercomApi } from './intercom-api.ts'
import { startLoopbackServer } from './loopback-server.ts'
import { misbehave } from './misbehaviours.ts'
import { createOAuthServer, type OAuthCall, type OAuthClient } from './oauth-server.ts'
import { readBody } from './request-body.ts'
import { createRequestLog, type LoggedRequest } from './request-log.ts'
import { makeSampleTokens } from './sample-tokens.ts'

export type RunningSandbox = {
  /** One origin a region, all on loopback. */
  origins: Record<Region, string>
  tokens: Sandbox['tokens']
  /** The app that gets tokens by OAuth. */
  oauthClient: OAuthClient
  /** The latest thousand requests to any region, oldest first. */
  requests: readonly LoggedRequest[]
  /** Where the `redirect` token's answers point. Whatever is logged here followed a redirect. */
  redirectTarget: { origin: string; requests: readonly LoggedRequest[] }
  /** From now on this token, a sample or not, is answered as the sample of that behaviour is. */
  setBehaviour: (token: string, behaviour: Behaviour) => void
  /** From now on this token is answered as Intercom answers a revoked one. */
  revoke: (token: string) => void
  /** While it is down, every call is answered 503 without a word. How Intercom's own outages look is unknown. */
  setOutage: (isDown: boolean) => void
  close: () => Promise<void>
}

/**
 * Starts a stand-in for Intercom: three regional origins and the sample tokens.
 *
 * @param options.clock Milliseconds since 1970; rate windows follow it.
 * @param options.random Where tokens, ids and request ids come from.
 * @param options.redirectUris Where OAuth may lead back to, exact; unless given, the callback of any Latchkey on this machine.
 * @param options.callsAWindow Calls that a token has in ten seconds; 1,667 unless given.
 */
export async function createSandbox(
  options: {
    clock?: () => number
    random?: Random
    callsAWindow?: number | undefined
    redirectUris?: readonly string[]
  } = {},
): Promise<RunningSandbox> {
  const random = options.random ?? randomBytes
  const samples = makeSampleTokens(random)
  const behaviours = new Map<string, Behaviour>()
  const { clock = Date.now, callsAWindow, redirectUris = null } = options
  const oauthClient = { id: toHex(random(16)), secret: toHex(random(32)) }
  const revoke = (token: string) => void behaviours.set(token, 'revoked')
  const oauth = createOAuthServer({ samples, client: oauthClient, redirectUris, revoke, clock, random })
  const api = createIntercomApi({ samples, behaviours, oauth, random, clock, callsAWindow })
  let isDown = false
  const log = createRequestLog()
  const redirectLog = createRequestLog()

  const redirectTarget = await startLoopbackServer((request, response) => {
    redirectLog.add(request)
    // An answer that a follower would believe.
    write(response, { status: 200, headers: {}, body: '{"type":"admin","id":"1","name":"Redirected"}' })
  })
  const listenAs = (region: Region) =>
    startLoopbackServer((request, response) => {
      const logged = log.add(request)
      void readBody(request, (bytes) => (logged.bodyLength += bytes)).then((body) => {
        if (body === undefined) return
        const answer = isDown
          ? outage
          : (oauth.answer(toOAuthCall(region, request, body)) ?? api(toCall(region, request, body)))
        return respond(answer, request, response, redirectTarget.origin)
      })
    })
  const [us, eu, au] = await Promise.all([listenAs('us'), listenAs('eu'), listenAs('au')])

  return {
    origins: { us: us.origin, eu: eu.origin, au: au.origin },
    tokens: samples.map(({ behaviour, region, token, expects }) => ({ behaviour, region, token, expects })),
    oauthClient,
    requests: log.requests,
    redirectTarget: { origin: redirectTarget.origin, requests: redirectLog.requests },
    setBehaviour: (token, behaviour) => {
      behaviours.set(token, behaviour)
    },
    revoke,
    setOutage: (wanted) => {
      isDown = wanted
    },
    close: async () => {
      await Promise.all([us, eu, au, redirectTarget].map((server) => server.close()))
    },
  }
}

const outage: Answer = { status: 503, headers: {}, body: '' }

function toCall(region: Region, { method = '', url = '', headers }: IncomingMessage, body: string | null): Call {
  const version = headers['intercom-version']?.toString()
  return { region, method, url, authorization: headers.authorization, version, body }
}

function toOAuthCall(
  region: Region,
  { method = '', url = '', headers }: IncomingMessage,
  body: string | null,
): OAuthCall {
  return { region, method, url, contentType: headers['content-type'] ?? '', body: body ?? '' }
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

async function respond(answer: Answer, request: IncomingMessage, response: ServerResponse, elsewhere: string) {
  if ('misbehaviour' in answer) return misbehave(answer.misbehaviour, response, `${elsewhere}${request.url}`)
  if (answer.after !== undefined) await setTimeout(answer.after, undefined, { ref: false })
  write(response, answer)
}

function write(response: ServerResponse, { status, headers, body }: Exclude<Answer, { misbehaviour: unknown }>) {
  response
    .writeHead(status, {
      // Of an answer without a body, an event's 202, it says nothing.
      ...(body !== '' && { 'content-type': 'application/json; charset=utf-8' }),
      'content-length': Buffer.byteLength(body),
      ...headers,
    })
    .end(body)
}
