import { randomBytes } from 'node:crypto'
import type { Behaviour } from '../contract/sandbox.ts'
import { createIntercomApi } from './intercom-api.ts'
import { makeSampleTokens } from './sample-tokens.ts'

/** Calls an API of its own as one token; a text is sent as it is, null stands for too long a body. */
export function startCalling(
  behaviour: Behaviour = 'accepted',
  changes: { version?: string; authorization?: undefined; clock?: () => number } = {},
) {
  const { clock = Date.now, ...own } = changes
  const samples = makeSampleTokens(randomBytes)
  const token = samples.find((sample) => sample.behaviour === behaviour)?.token
  const api = createIntercomApi({ samples, random: randomBytes, clock })
  const head = { region: 'us', version: '2.16', authorization: `Bearer ${token}`, ...own } as const
  return (method: string, url: string, sent?: object | string | null) => {
    const body = typeof sent === 'object' && sent !== null ? JSON.stringify(sent) : (sent ?? null)
    const answer = api({ ...head, method, url, body: sent === undefined ? '' : body })
    if ('misbehaviour' in answer) throw new Error('Only answers that are Intercom’s can be read.')
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.body === '' ? undefined : JSON.parse(answer.body),
    }
  }
}
