import type { SecretFields } from '../connectors/connector.ts'

/** Watches what a provider says back for the secret, so that a caller never sees what it used. */
export interface EchoGuard {
  /** Whether a header's value quotes it. */
  isIn(text: string): boolean
  /** Of one body, chunk after chunk. */
  watch(): EchoWatch
}

export interface EchoWatch {
  /** What may go on: without an end that could be the secret's beginning. Null for a body that quotes it. */
  pass(chunk: Buffer): Buffer | null
  /** What was held back, once there is no more to come. */
  rest(): Buffer
}

/** Made once a secret, since it looks for the same thing in all answers. */
export function createEchoGuard(secret: SecretFields): EchoGuard {
  const marks = Object.values(secret).flatMap((field) => toMarks(field.reveal()))
  const needles = marks.map((mark) => Buffer.from(mark))

  return {
    isIn: (text) => marks.some((mark) => text.includes(mark)),
    watch() {
      let held = NOTHING
      return {
        pass(chunk) {
          const text = held.length === 0 ? chunk : Buffer.concat([held, chunk])
          let kept = 0
          for (const needle of needles) {
            // Node's own search: a gigabyte takes a fraction of the time that it takes to come.
            if (text.includes(needle)) return null
            kept = Math.max(kept, countBeginning(text, needle))
          }
          if (kept === 0) {
            held = NOTHING
            return text
          }
          // A copy, as the rest would keep the whole chunk in memory.
          held = Buffer.from(text.subarray(text.length - kept))
          return text.subarray(0, text.length - kept)
        },
        rest: () => held,
      }
    },
  }
}

const NOTHING = Buffer.alloc(0)

/** Characters that no notation writes in another way (RFC 3986, 2.3). */
const PLAIN_RUN = /[A-Za-z0-9\-._~]+/gu

/** Fewer of them could stand in an answer by chance. */
const TELLING = 16

/**
 * What gives a secret away. Its longest run of characters that JSON, a URL and HTML all leave alone is enough where it is
 * the better part of the whole; else each way that JSON may write the whole.
 */
function toMarks(secret: string): string[] {
  if (secret === '') return []
  const run = (secret.match(PLAIN_RUN) ?? []).reduce(
    (longest, each) => (each.length > longest.length ? each : longest),
    '',
  )
  if (run.length >= TELLING && run.length * 2 >= secret.length) return [run]
  const json = JSON.stringify(secret).slice(1, -1)
  return [...new Set([secret, json, json.replaceAll('/', String.raw`\/`)])]
}

/** How many bytes at a text's end are a needle's beginning. */
function countBeginning(text: Buffer, needle: Buffer): number {
  const first = needle[0] ?? 0
  let from = Math.max(0, text.length - needle.length + 1)
  for (;;) {
    from = text.indexOf(first, from)
    if (from === -1) return 0
    if (text.compare(needle, 0, text.length - from, from) === 0) return text.length - from
    from += 1
  }
}
