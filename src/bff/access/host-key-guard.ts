import type { MiddlewareHandler } from 'hono'
import { answerProblem } from '../http/problem.ts'
import { hashKeyText } from '../key/key-text.ts'
import type { HostKey } from '../store/host-keys.ts'
import type { Attempt, AttemptLimits } from './attempt-limits.ts'
import type { HostKeys } from './host-keys.ts'
import { readBearer } from './read-bearer.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** The key that a host's server has shown; there on every route of `/v1`. */
    hostKey: HostKey
  }
}

export interface HostKeyGuardDependencies {
  hostKeys: HostKeys
  attemptLimits: AttemptLimits
}

/**
 * In front of every route of `/v1`. It stands on the key alone: a browser is never told that another origin may read the
 * answer (no CORS), so that a key which ended up in a page is of no use there.
 */
export function hostKeyGuard({ hostKeys, attemptLimits }: HostKeyGuardDependencies): MiddlewareHandler {
  return async (c, next) => {
    const authorization = c.req.header('authorization')
    const text = readBearer(authorization)
    const name = text === null ? null : hashKeyText(text)
    const attempt: Attempt = { door: 'hostKey', address: c.get('address'), name }
    const wait = attemptLimits.wait(attempt)
    if (wait !== null) return answerProblem(c, { code: 'too_many_attempts' }, { 'retry-after': String(wait) })
    const key = await hostKeys.authenticate(authorization)
    if (!key) {
      // Who shows nothing guesses at nothing: any page can have a browser do that, from its host's own address.
      if (text !== null) attemptLimits.failed(attempt)
      return answerProblem(c, { code: 'key_invalid' })
    }
    attemptLimits.succeeded(attempt)
    c.set('hostKey', key)
    return next()
  }
}
