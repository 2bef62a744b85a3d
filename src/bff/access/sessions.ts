import { v7 as uuidv7 } from 'uuid'
import type { AuditDetail } from '../../contract/audit-event.ts'
import type { SignIn } from '../../contract/session.ts'
import { hashKeyText, isKeyText, makeKeyText } from '../key/key-text.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import type { Database, Store } from '../store/database.ts'
import { holdHostKey } from '../store/host-keys.ts'
import { insertOneTimeToken, spendOneTimeToken } from '../store/one-time-tokens.ts'
import { notePerson } from '../store/people.ts'
import { deleteSession, findSession, insertSession, noteSessionSeen, type SessionHolder } from '../store/sessions.ts'
import type { Secret } from '../vault/secret.ts'
import type { Principal } from './principal.ts'

/** Who is signed in. A session is a row: deleted, it is over on every instance with the next call. */
export interface Sessions {
  /** Whoever shows this token; null where it opens nothing, or no longer. */
  find(token: string, address: string | null): Promise<Principal | null>
  /** For somebody whom an identity provider vouches for. */
  start(holder: SessionHolder, address: string | null): Promise<OpenedSession>
  /** A token that opens one session for somebody, once. */
  issue(holder: SessionHolder): Promise<IssuedToken>
  /** The same for a host's server; null where its key was revoked meanwhile. */
  issueForHost(holder: SessionHolder & { hostKeyId: string }): Promise<IssuedToken | null>
  /**
   * Spends a one-time token, also where it is refused: who comes with one from another page, or late, has stolen it.
   * @param origin of the page that it came from, where the token is for one
   */
  open(
    token: string,
    from: { signIn: SignIn; origin: string | null; address: string | null },
  ): Promise<OpenedSession | RefusedToken>
  end(principal: Principal): Promise<void>
}

export interface OpenedSession {
  kind: 'opened'
  token: Secret
  principal: Principal
}

export interface IssuedToken {
  token: Secret
  sessionId: string
  expiresAt: string
}

export interface RefusedToken {
  kind: 'refused'
  /** `unknown`: a guess, or a token from long ago. */
  why: 'unknown' | 'used' | 'expired' | 'other_origin'
}

const MINUTE = 60 * 1_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds: how long a session lasts at most, and unused. */
export const sessionLives: Record<Exclude<SignIn, 'none'>, { whole: number; idle: number }> = {
  link: { whole: 30 * DAY, idle: 7 * DAY },
  openid: { whole: 12 * HOUR, idle: 2 * HOUR },
  host: { whole: 15 * MINUTE, idle: 15 * MINUTE },
}

/** Milliseconds that a one-time token can be used. */
const tokenLives: Record<'link' | 'host', number> = { link: HOUR, host: 5 * MINUTE }

/** Milliseconds: what the last use of a session is told to. */
const SEEN_IS_TOLD_TO = MINUTE

export function createSessions({ store, clock }: { store: Store; clock(): Date }): Sessions {
  async function start(
    transaction: Database,
    { holder, sessionId, address }: { holder: SessionHolder; sessionId: string; address: string | null },
  ): Promise<OpenedSession> {
    const now = clock()
    const at = now.toISOString()
    const token = makeKeyText('session')
    const expiresAt = toEnd(holder.signIn, now, now)
    const own = { tokenHash: hashKeyText(token.reveal()), createdAt: at, seenAt: at, expiresAt }
    await insertSession(transaction, { ...holder, sessionId, ...own })
    await notePerson(transaction, holder, at)
    const principal = toPrincipal(holder, { id: sessionId, expiresAt }, address)
    await addAuditEvent(transaction, principal, at, { action: 'session.started', detail: toDetail(holder) })
    return { kind: 'opened', token, principal }
  }

  async function issue(transaction: Database, holder: SessionHolder): Promise<IssuedToken> {
    const now = clock()
    const token = makeKeyText('one_time')
    const sessionId = uuidv7()
    const life = holder.signIn === 'host' ? tokenLives.host : tokenLives.link
    const expiresAt = new Date(now.getTime() + life).toISOString()
    const hash = hashKeyText(token.reveal())
    await insertOneTimeToken(transaction, { ...holder, hash, sessionId, createdAt: now.toISOString(), expiresAt })
    return { token, sessionId, expiresAt }
  }

  return {
    async find(token, address) {
      if (!isKeyText(token, 'session')) return null
      const now = clock()
      const session = await findSession(store.database, hashKeyText(token), now.toISOString())
      if (!session) return null
      const { sessionId, createdAt, seenAt, expiresAt } = session
      if (now.getTime() - Date.parse(seenAt) >= SEEN_IS_TOLD_TO) {
        const end = toEnd(session.signIn, new Date(createdAt), now)
        // A full disk takes no note, and keeps nobody from reading: the session is idle for a minute longer, that is all.
        await noteSessionSeen(store, { sessionId, seenAt: now.toISOString(), expiresAt: end }).catch(() => undefined)
      }
      return toPrincipal(session, { id: sessionId, expiresAt }, address)
    },
    start(holder, address) {
      return store
        .of(holder.tenantId)
        .write((transaction) => start(transaction, { holder, sessionId: uuidv7(), address }))
    },
    issue(holder) {
      return store.of(holder.tenantId).write((transaction) => issue(transaction, holder))
    },
    issueForHost(holder) {
      // Across tenants: a host's key may be for all of them.
      return store.write(async (transaction) =>
        (await holdHostKey(transaction, holder.hostKeyId)) ? issue(transaction, holder) : null,
      )
    },
    async open(text, { signIn, origin, address }) {
      if (!isKeyText(text, 'one_time')) return { kind: 'refused', why: 'unknown' }
      return store.write(async (transaction) => {
        const at = clock().toISOString()
        const spent = await spendOneTimeToken(transaction, hashKeyText(text), at)
        if (!spent || spent.token.signIn !== signIn) return { kind: 'refused', why: 'unknown' }
        const { token, wasSpent } = spent
        const { sessionId, hash: _hash, createdAt: _createdAt, expiresAt, ...holder } = token
        const why = wasSpent
          ? 'used'
          : expiresAt <= at
            ? 'expired'
            : holder.pageOrigin === origin
              ? null
              : 'other_origin'
        if (why === null) return start(transaction, { holder, sessionId, address })
        await addAuditEvent(transaction, { ...holder, address }, at, {
          action: 'session.refused',
          outcome: 'refused',
          detail: toDetail({ ...holder, pageOrigin: origin }, why),
        })
        return { kind: 'refused', why }
      })
    },
    async end(principal) {
      const { session } = principal
      if (!session) return
      await store.of(principal.tenantId).write(async (transaction) => {
        if (!(await deleteSession(transaction, session.id))) return
        const event = { action: 'session.ended', detail: { session: { signIn: session.signIn } } } as const
        await addAuditEvent(transaction, principal, clock().toISOString(), event)
      })
    },
  }
}

function toPrincipal(
  { tenantId, id, name, role, teams, connectors, purpose, signIn }: SessionHolder,
  session: { id: string; expiresAt: string },
  address: string | null,
): Principal {
  return { tenantId, id, name, role, teams, connectors, purpose, session: { ...session, signIn }, address }
}

function toDetail(
  { signIn, pageOrigin }: Pick<SessionHolder, 'signIn' | 'pageOrigin'>,
  why?: Exclude<RefusedToken['why'], 'unknown'>,
): AuditDetail {
  return { session: { signIn, ...(pageOrigin !== null && { origin: pageOrigin }), ...(why && { why }) } }
}

function toEnd(signIn: SignIn, began: Date, now: Date): string {
  if (signIn === 'none') throw new Error('Where nobody is asked there are no sessions')
  const { whole, idle } = sessionLives[signIn]
  return new Date(Math.min(began.getTime() + whole, now.getTime() + idle)).toISOString()
}
