/** Gets the page a session again, of the same person; false where the person does not want to. Never called twice at once. */
export type SessionRestorer = () => Promise<boolean>

let restore: SessionRestorer = () => Promise.resolve(false)
let restoring: Promise<boolean> | null = null
/** How often a session was restored: what was refused before the last time is sent again without asking anybody. */
let turn = 0
/** The person has said no: what the page asks by itself does not bring the question up again. */
let isGivenUp = false
let bearer: string | null = null

/** What is done where a session is over: the page asks the person, a frame asks its host. It begins anew. */
export function setSessionRestorer(restorer: SessionRestorer): void {
  restore = restorer
  restoring = null
  isGivenUp = false
}

/** The token of a session that no cookie holds. In memory alone. */
export function setBearer(token: string | null): void {
  bearer = token
}

export function sessionHeaders(): Record<string, string> {
  return bearer === null ? {} : { Authorization: `Bearer ${bearer}` }
}

/** Has the session restored, once for all who ask meanwhile. */
export function restoreSession(): Promise<boolean> {
  if (restoring) return restoring
  const asked = restore()
    .catch(() => false)
    .then((isRestored) => {
      if (asked === restoring) {
        restoring = null
        isGivenUp = !isRestored
      }
      if (isRestored) turn += 1
      return isRestored
    })
  restoring = asked
  return asked
}

/** A request on its way, which a session that ends must not lose. */
export type HeldRequest = {
  /** Ends the waiting, too. */
  signal?: AbortSignal | undefined
  /** Somebody pressed for it: worth asking again, where they had said no before. */
  isByPerson: boolean
}

/**
 * Waits while a session is being restored, and sends; what is refused for want of a session is sent once more when there
 * is one again.
 * @throws what `send` throws, also where there was no session to be had
 * @throws the signal's own reason where the caller aborted
 */
export async function holdForSession<Answer>(
  send: () => Promise<Answer>,
  isSessionRequired: (failure: unknown) => boolean,
  { signal, isByPerson }: HeldRequest,
): Promise<Answer> {
  // Else every request of these minutes is refused first; and after a change of persons it would go out as the other one.
  if (restoring) await orAborted(restoring, signal)
  const sentIn = turn
  try {
    const answer = await send()
    isGivenUp = false
    return answer
  } catch (failure) {
    if (!isSessionRequired(failure)) throw failure
    const isWorthAsking = sentIn !== turn || isByPerson || !isGivenUp || restoring !== null
    if (!isWorthAsking) throw failure
    if (sentIn === turn && !(await orAborted(restoreSession(), signal))) throw failure
  }
  return send()
}

function orAborted<Value>(waiting: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return waiting
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    void waiting.then((value) => {
      signal.removeEventListener('abort', stop)
      resolve(value)
    })
  })
}
