import type { ServerResponse } from 'node:http'
import type { Behaviour } from '../contract/sandbox.ts'
import { makeBomb } from './bomb.ts'

/**
 * Ways to answer that no API has, and that a check must come through all the same. `misbehave` writes one of them;
 * `redirectTo` is an absolute URL of another origin.
 */
const misbehaviours = {
  /** Headers that promise JSON, and then nothing for as long as the caller waits. */
  hanging: (response: ServerResponse) => {
    response.writeHead(200, json)
    response.flushHeaders()
  },
  /** A load balancer's page, in the plain form that integrators met: it says nothing about a token. */
  html_403: (response: ServerResponse) => {
    const page = '<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>'
    response.writeHead(403, { 'content-type': 'text/html', 'content-length': page.length }).end(page)
  },
  garbage: (response: ServerResponse) => {
    const noise = '{"type":"admin","id":'
    response.writeHead(200, { ...json, 'content-length': noise.length }).end(noise)
  },
  redirect: (response: ServerResponse, redirectTo: string) => {
    response.writeHead(302, { location: redirectTo, 'content-length': 0 }).end()
  },
  /** Compressed whatever the caller accepts, as an attacker would. */
  bomb: async (response: ServerResponse) => {
    const bomb = await makeBomb()
    response.writeHead(200, { ...json, 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb)
  },
} satisfies Partial<Record<Behaviour, (response: ServerResponse, redirectTo: string) => void | Promise<void>>>

export type Misbehaviour = keyof typeof misbehaviours

export function isMisbehaviour(behaviour: Behaviour): behaviour is Misbehaviour {
  return Object.hasOwn(misbehaviours, behaviour)
}

export async function misbehave(
  misbehaviour: Misbehaviour,
  response: ServerResponse,
  redirectTo: string,
): Promise<void> {
  await misbehaviours[misbehaviour](response, redirectTo)
}

const json = { 'content-type': 'application/json; charset=utf-8' }
