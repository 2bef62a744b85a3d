import { destination, type DestinationStream, type Logger, pino } from 'pino'

/**
 * JSON lines on standard error. Whatever is logged of an error is its name, its code and where it was thrown: its
 * message, cause, headers or body may quote a secret, and redaction by path misses what is nested (S25).
 */
export function createLog(level = 'info', stream: DestinationStream = destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { err: describeError },
      hooks: {
        // Without a text of its own a line would take the error's message for it.
        logMethod([first, ...others], method) {
          const [text = 'no message', ...values] = others
          if (typeof first === 'object') method.call(this, first, text, ...values)
          else method.call(this, first, ...others)
        },
      },
    },
    stream,
  )
}

export interface DescribedError {
  name: string
  code?: string
  frames: string[]
  cause?: DescribedError
}

export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] }
  return {
    name: isName(error.name) ? error.name : 'Error',
    ...('code' in error && isCode(error.code) && { code: String(error.code) }),
    frames: readFrames(error),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  }
}

/** A class's name, as everybody writes one; anything else may be a value that somebody put there. */
function isName(name: unknown): boolean {
  return typeof name === 'string' && /^(?:[A-Z]\w{0,50})?(?:Error|Exception)$/u.test(name)
}

/** A number, or the form that Node (`ECONNREFUSED`) and PostgreSQL (`23505`) have. */
function isCode(code: unknown): boolean {
  return typeof code === 'number' || (typeof code === 'string' && /^[A-Z0-9][A-Z0-9_]{1,50}$/u.test(code))
}

/**
 * The stack begins with the message, of any number of lines: only what follows it, and looks like a place, counts. Where
 * the message was changed since, nothing tells where it ends.
 */
function readFrames({ stack, message }: Error): string[] {
  if (typeof stack !== 'string' || typeof message !== 'string' || !stack.includes(message)) return []
  return stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => /^ {4}at [^\n]{1,300}:\d+:\d+\)?$/u.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
}
