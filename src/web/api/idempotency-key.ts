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

export function createIdempotencyKeys(): IdempotencyKeys {
  let last: { body: string; key: string } | null = null
  return {
    keyFor(body) {
      const text = JSON.stringify(body)
      if (last?.body !== text) last = { body: text, key: crypto.randomUUID() }
      return last.key
    },
    forget() {
      last = null
    },
  }
}
