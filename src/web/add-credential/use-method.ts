import { useState } from 'react'
import type { Connector, Method } from '../../contract/connector.ts'
import { readPending } from '../secret/pending-authorization.ts'
import type { Attempts } from '../secret/use-attempt.ts'

/** How the secret comes here, and what was connected where the provider gives it. */
export type MethodWish = {
  method: Method
  choose: (method: Method) => void
  /** The id of what may be saved; null while nothing is connected, undefined where a secret is typed in. */
  authorization: string | null | undefined
  handleConnected: (authorized: { id: string } | null) => void
}

/** A secret is typed in unless somebody wants otherwise, or was on their way to the provider already. */
export function useMethod(connector: Connector, attempts: Attempts): MethodWish {
  const [method, setMethod] = useState<Method>(() => (readPending(connector.id, null) ? 'oauth' : 'access_token'))
  const [connected, setConnected] = useState<string | null>(null)
  return {
    method,
    choose(wanted) {
      attempts.forget()
      setMethod(wanted)
    },
    authorization: method === 'oauth' ? connected : undefined,
    handleConnected: (authorized) => setConnected(authorized?.id ?? null),
  }
}
