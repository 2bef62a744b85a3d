/** A body that was sent, and the key it was sent under. */
export type KeyedBody = { body: string; key: string }

/** Where the last of them is kept: for what holds a secret in memory alone. */
export type KeyedBodyStorage = { read: () => KeyedBody | undefined; write: (last: KeyedBody | undefined) => void }

/** Hands out the keys under which one form sends its bodies. */
export type IdempotencyKeys = {
  /**
   * The same body gets the same key again until {@link IdempotencyKeys.forget}, so that whoever sends it a second time
   * after a lost answer cannot do twice what it asks for.
   */
  keyFor: (body: unknown) => string
  /** After a definite answer: the next body, the same one included, is a new wish. */
  forget: () => void
}

export function createIdempotencyKeys({ read, write }: KeyedBodyStorage = keepInMemory()): IdempotencyKeys {
  return {
    keyFor(body) {
      const text = JSON.stringify(body)
      const last = read()
      if (last?.body === text) return last.key
      const key = crypto.randomUUID()
      write({ body: text, key })
      return key
    },
    forget: () => write(undefined),
  }
}

function keepInMemory(): KeyedBodyStorage {
  let kept: KeyedBody | undefined
  return {
    read: () => kept,
    write(last) {
      kept = last
    },
  }
}
