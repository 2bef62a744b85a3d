import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { AuthorizationFailure } from '../../contract/authorization-failure.ts'
import type { Authorization } from '../../contract/oauth.ts'
import type { RegionChoice } from '../../contract/region.ts'
import { authorizationQuery, giveUpAuthorization, startAuthorization } from '../api/authorizations.ts'
import { isNotFound } from '../api/request.ts'
import { type PendingAuthorization, readPending, writePending } from '../secret/pending-authorization.ts'
import { type Rejected, type Setback, toSetback } from '../secret/setback.ts'
import { type ProviderWindow, toProvider } from './provider-window.ts'

export type Authorized = Extract<Authorization, { state: 'authorized' }>

/** Why connecting came to nothing. `blocked`: no window was opened. `setback`: Latchkey did not make the way. */
export type ConnectTrouble =
  | { kind: 'failed'; reason: AuthorizationFailure; verdict: Rejected | null }
  | { kind: 'blocked' }
  | { kind: 'setback'; setback: Setback }

export type Connecting = {
  step: 'idle' | 'leaving' | 'waiting' | 'connected'
  /** The window was closed while it is waited for, as far as can be told. */
  isWindowClosed: boolean
  authorized: Authorized | null
  trouble: ConnectTrouble | null
  /** Within a press: it opens a window. */
  connect: (region: RegionChoice) => void
  /** Gives up what there is, and begins anew. */
  forget: () => void
  /** Latchkey holds it no longer. */
  expire: () => void
}

const LOOK = 300

/** To the provider's page and back, while the form stays as it is. */
export function useConnecting(connector: Connector, credential: string | null): Connecting {
  const client = useQueryClient()
  const [pending, setPending] = useState<PendingAuthorization | null>(() => readPending(connector.id, credential))
  const [isLeaving, setIsLeaving] = useState(false)
  const [opened, setOpened] = useState<ProviderWindow | null>(null)
  const [isWindowClosed, setIsWindowClosed] = useState(false)
  const [trouble, setTrouble] = useState<ConnectTrouble | null>(null)
  const running = useRef<AbortController | null>(null)
  const query = useQuery({ ...authorizationQuery(connector.id, pending?.id ?? ''), enabled: pending !== null })
  const seen = pending && query.data?.id === pending.id ? query.data : null
  const isGone = pending !== null && isNotFound(query.error)
  const failure = seen?.state === 'failed' ? seen : null

  function keep(next: PendingAuthorization | null) {
    writePending(next)
    setPending(next)
  }

  // What came to nothing is said, and waited for no longer.
  if (failure || isGone) {
    setTrouble({
      kind: 'failed',
      reason: failure?.reason ?? 'expired',
      verdict: failure?.verdict ?? null,
    })
    setPending(null)
  }
  useEffect(() => {
    if (pending === null) writePending(null)
  }, [pending])

  const isWaiting = pending !== null && seen?.state !== 'authorized'
  const { refetch } = query
  useEffect(() => {
    if (!opened || !isWaiting) return
    const looking = setInterval(() => {
      if (!opened.isClosed()) return
      clearInterval(looking)
      // It closes itself when it has come back: what came of it is there to be read.
      void refetch().then(() => setIsWindowClosed(true))
    }, LOOK)
    return () => clearInterval(looking)
  }, [opened, isWaiting, refetch])

  // With the form its window goes; and with the window what it was asking.
  useEffect(() => () => opened?.close(), [opened])
  useEffect(() => () => running.current?.abort(), [])

  async function leave(region: RegionChoice, target: ProviderWindow | null, signal: AbortSignal) {
    const body = { region, ...(credential !== null && { credential }) }
    if (!target) {
      const returnTo = location.pathname + location.search
      const started = await startAuthorization({
        connector: connector.id,
        body: { ...body, returnTo },
        by: window,
        signal,
      })
      keep({ id: started.id, connector: connector.id, credential, region })
      toProvider.leave(started.authorizationUrl)
      return
    }
    const by = await target.ready
    const started = await startAuthorization({ connector: connector.id, body, by, signal })
    signal.throwIfAborted()
    keep({ id: started.id, connector: connector.id, credential, region })
    target.goTo(started.authorizationUrl)
  }

  function connect(region: RegionChoice) {
    forget()
    const target = toProvider.openWindow()
    if (!target && !toProvider.mayLeave()) return setTrouble({ kind: 'blocked' })
    const controller = new AbortController()
    running.current = controller
    setOpened(target)
    setIsLeaving(true)
    const gone = target && watch(target, controller)
    leave(region, target, controller.signal)
      .catch((thrown: unknown) => {
        target?.close()
        setOpened(null)
        if (!controller.signal.aborted) setTrouble({ kind: 'setback', setback: toSetback(thrown) })
      })
      .finally(() => {
        gone?.()
        setIsLeaving(false)
      })
  }

  function forget() {
    running.current?.abort()
    opened?.close()
    setOpened(null)
    setIsWindowClosed(false)
    setTrouble(null)
    if (!pending) return
    void giveUpAuthorization(connector.id, pending.id)
    client.removeQueries({ queryKey: authorizationQuery(connector.id, pending.id).queryKey })
    keep(null)
  }

  return {
    step: isLeaving ? 'leaving' : pending === null ? 'idle' : isWaiting ? 'waiting' : 'connected',
    isWindowClosed,
    authorized: seen?.state === 'authorized' ? seen : null,
    trouble,
    connect,
    forget,
    expire() {
      keep(null)
      setTrouble({ kind: 'failed', reason: 'expired', verdict: null })
    },
  }
}

/** A window that is closed takes its calls with it, and they never end. */
function watch(target: ProviderWindow, controller: AbortController): () => void {
  const looking = setInterval(() => target.isClosed() && controller.abort(), LOOK)
  return () => clearInterval(looking)
}
