import type { EmbeddedSession, Session } from '../../contract/session.ts'
import { NoAnswerFailure } from '../api/request.ts'
import type { FrameSays, HostPage, HostSays } from './host-page.ts'

/** What a host wants shown. */
export type Wish = Extract<HostSays, { type: 'open' }>

export type Trouble = Extract<FrameSays, { type: 'failed' }>['code']

/** What a person has to be asked while what they were at work on stays as it is. */
export type SessionQuestion = { trouble: Trouble; tryAgain: () => void; giveUp: () => void }

export type EmbedState =
  /** For the host to say what it wants; or for the session that comes of its token. There is nothing to see. */
  | { stage: 'waiting' }
  | {
      stage: 'open'
      wish: Wish
      session: Session
      question: SessionQuestion | null
    }
  | { stage: 'failed'; wish: Wish; trouble: Trouble; tryAgain: () => void }

export type Embedding = {
  read: () => EmbedState
  subscribe: (listener: () => void) => () => void
  /** Has the host give another token, and asks the person where it has none; false where there is no session to be had. */
  restoreSession: () => Promise<boolean>
}

type EmbeddingOptions = {
  host: HostPage
  /** Trades a host's token for a session. */
  openSession: (token: string, origin: string) => Promise<EmbeddedSession>
  /** What every call shows from now on. Never nothing again: a call without it might be a cookie's, of somebody else. */
  setBearer: (bearer: string) => void
  applyTheme: (theme: NonNullable<Wish['theme']>) => Promise<void>
  /** As soon as it is known what will be shown, and while the token is being traded. */
  onWish: (wish: Wish) => void
  /** There is a session: what will be shown can be asked for. */
  onSession: (session: Session, wish: Wish) => void
  /** Somebody else is signed in than before: nothing of theirs may be shown, nor sent in another's name. */
  onOtherPerson: (session: Session, wish: Wish) => void
}

/** Milliseconds for which a host may look for another token. */
const HOST_PATIENCE = 20_000

/**
 * What passes between the host's page and the frame until there is something to see, and what becomes of the session
 * after that. A token that is refused at the beginning is worth one question to the host: it may have lain about for
 * longer than its five minutes.
 */
export function startEmbedding(options: EmbeddingOptions): Embedding {
  const { host, openSession, setBearer, applyTheme, onWish, onSession, onOtherPerson } = options
  let state: EmbedState = { stage: 'waiting' }
  let wish: Wish | null = null
  let answerWith: ((token: string | null) => void) | null = null
  const listeners = new Set<() => void>()

  host.listen((message) => {
    switch (message.type) {
      case 'open':
        return wish ? undefined : void begin(message)
      case 'session':
        return answerWith?.(message.token)
      case 'theme':
        return void applyTheme(message.theme).catch(() => {})
      case 'ping':
        return host.send({ type: 'pong' })
    }
  })
  host.send({ type: 'ready' })

  function change(next: EmbedState): void {
    state = next
    for (const listener of listeners) listener()
  }

  async function begin(asked: Wish): Promise<void> {
    wish = asked
    onWish(asked)
    // Without its colours it would be drawn twice. Those that do not come are done without.
    const themed = applyTheme(asked.theme ?? {}).catch(() => {})
    const traded = await trade(asked.token)
    await show(asked, traded === 'session_refused' ? await renew() : traded, themed)
  }

  async function show(asked: Wish, outcome: Session | Trouble, themed?: Promise<void>): Promise<void> {
    if (typeof outcome !== 'string') {
      onSession(outcome, asked)
      await themed
      return change({ stage: 'open', wish: asked, session: outcome, question: null })
    }
    await themed
    host.send({ type: 'failed', code: outcome })
    change({
      stage: 'failed',
      wish: asked,
      trouble: outcome,
      tryAgain: () => {
        change({ stage: 'waiting' })
        void renew().then((again) => show(asked, again))
      },
    })
  }

  /** Another session, by a token that the host is asked for. */
  async function renew(): Promise<Session | Trouble> {
    const token = await askForToken()
    return token === null ? 'session_refused' : trade(token)
  }

  async function trade(token: string): Promise<Session | Trouble> {
    try {
      const opened = await openSession(token, host.origin)
      setBearer(opened.token)
      return opened.session
    } catch (failure) {
      return failure instanceof NoAnswerFailure ? 'no_answer' : 'session_refused'
    }
  }

  function askForToken(): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => answer(null), HOST_PATIENCE)
      function answer(token: string | null): void {
        clearTimeout(timer)
        answerWith = null
        resolve(token)
      }
      answerWith = answer
      host.send({ type: 'session_needed' })
    })
  }

  async function restoreSession(): Promise<boolean> {
    if (state.stage !== 'open') return false
    const before = state
    for (;;) {
      const outcome = await renew()
      if (typeof outcome !== 'string') {
        const isSame = outcome.person.id === before.session.person.id && outcome.tenant.id === before.session.tenant.id
        // Before anything is drawn for them.
        if (!isSame) onOtherPerson(outcome, before.wish)
        change({ ...before, session: outcome, question: null })
        return isSame
      }
      host.send({ type: 'failed', code: outcome })
      const isToTry = await new Promise<boolean>((resolve) =>
        change({
          ...before,
          question: { trouble: outcome, tryAgain: () => resolve(true), giveUp: () => resolve(false) },
        }),
      )
      if (!isToTry) {
        change({ ...before, question: null })
        return false
      }
    }
  }

  return {
    read: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    restoreSession,
  }
}
