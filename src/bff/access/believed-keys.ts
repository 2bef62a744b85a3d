import { hashKeyText, isKeyText, type KeyKind, keyLength } from '../key/key-text.ts'
import { readBearer } from './read-bearer.ts'

/** The keys of one kind, as whoever shows one is let in. */
export interface BelievedKeys<Key> {
  /**
   * By the header `Authorization`. A key that was found is believed for a second: revoked, it is refused on every instance
   * within that time. Null for what is no key, or is revoked. Rejects with the store's error where that had to be asked.
   */
  authenticate(authorization: string | undefined): Key | null | Promise<Key | null>
}

export interface BelievedKeysDependencies<Key> {
  kind: KeyKind
  /** Asks the store which of these hashes are a key's that is not revoked. */
  find(hashes: readonly string[]): Promise<ReadonlyMap<string, Key>>
  clock(): Date
}

/** Milliseconds that an answer of the store is believed, from when it was asked. */
const BELIEVED = 1_000

/** Answers that are remembered; of those that were not found as many again, so that junk pushes no key out. */
const REMEMBERED = 1_000

/** Hashes that one statement looks for. */
const AT_ONCE = 100

/**
 * Whatever a caller sends, at most one statement is with the store: what is asked meanwhile is asked together, next. So
 * junk in the shape of keys costs a hash each, and takes no connection from anybody.
 */
export function createBelievedKeys<Key>({ kind, find, clock }: BelievedKeysDependencies<Key>): BelievedKeys<Key> {
  const length = keyLength(kind)
  const found = new Map<string, Remembered<Key>>()
  const notFound = new Map<string, Remembered<Key>>()
  const waiting = new Map<string, Question<Key>>()
  let isAsking = false

  function recall(hash: string): Key | null | undefined {
    const remembered = found.get(hash) ?? notFound.get(hash)
    if (!remembered) return undefined
    const age = clock().getTime() - remembered.askedAt
    // A clock that is set back makes no answer good for longer.
    return age >= 0 && age < BELIEVED ? remembered.key : undefined
  }

  function remember(hash: string, key: Key | null, askedAt: number): void {
    found.delete(hash)
    notFound.delete(hash)
    const answers = key ? found : notFound
    answers.set(hash, { key, askedAt })
    const [oldest] = answers.keys()
    if (answers.size > REMEMBERED && oldest !== undefined) answers.delete(oldest)
  }

  function ask(hash: string): Promise<Key | null> {
    const known = waiting.get(hash)
    if (known) return known.answer
    const { promise: answer, resolve, reject } = Promise.withResolvers<Key | null>()
    waiting.set(hash, { hash, answer, resolve, reject })
    if (!isAsking) void askAll()
    return answer
  }

  async function askAll(): Promise<void> {
    isAsking = true
    while (waiting.size > 0) {
      const questions = [...waiting.values()].slice(0, AT_ONCE)
      for (const { hash } of questions) waiting.delete(hash)
      await answerAll(questions)
    }
    isAsking = false
  }

  async function answerAll(questions: readonly Question<Key>[]): Promise<void> {
    const askedAt = clock().getTime()
    try {
      const keys = await find(questions.map(({ hash }) => hash))
      for (const { hash, resolve } of questions) {
        const key = keys.get(hash) ?? null
        remember(hash, key, askedAt)
        resolve(key)
      }
    } catch (error) {
      for (const { reject } of questions) reject(error)
    }
  }

  return {
    authenticate(authorization) {
      const text = readBearer(authorization)
      // Its checksum takes as long as all of the rest: what is remembered has passed it.
      if (text?.length !== length) return null
      const hash = hashKeyText(text)
      const known = recall(hash)
      if (known !== undefined) return known
      return isKeyText(text, kind) ? ask(hash) : null
    },
  }
}

interface Remembered<Key> {
  key: Key | null
  /** Milliseconds since 1970. */
  askedAt: number
}

interface Question<Key> {
  hash: string
  answer: Promise<Key | null>
  resolve(key: Key | null): void
  reject(error: unknown): void
}
