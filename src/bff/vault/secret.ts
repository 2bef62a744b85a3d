import { inspect } from 'node:util'

const REDACTED = '[secret]'

/**
 * A value that must never be seen: it does not print, log, serialise, spread or compare. {@link reveal} is called in the
 * vault, which seals and hashes, where a header is written to the provider's socket, where the proxy looks for it in
 * answers, where the webhook's messages are signed, and where a new data-plane key is hashed and printed, once; nowhere else.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  /** Whether a text quotes this secret, be it inside a JSON string. */
  isIn(text: string): boolean {
    return text.includes(this.#value) || text.includes(JSON.stringify(this.#value).slice(1, -1))
  }

  /** Another secret made of this one, such as a header's value. */
  map(change: (value: string) => string): Secret {
    return new Secret(change(this.#value))
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [Symbol.toPrimitive](): string {
    return REDACTED
  }

  [inspect.custom](): string {
    return REDACTED
  }
}
