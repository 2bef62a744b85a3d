import { destination, type Logger, pino } from 'pino'

/**
 * JSON lines on standard error. Whatever is logged of an error is its name, its code and where it was thrown: its
 * message, cause, headers or body may quote a secret, and redaction by path misses what is nested (S25).
 */
export function createLog(level = 'info'): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { err: describeError },
    },
    destination(2),
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
    name: /^[\w.]{1,60}$/u.test(error.name) ? error.name : 'Error',
    ...('code' in error && isCode(error.code) && { code: String(error.code) }),
    frames: readFrames(error),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  }
}

function isCode(code: unknown): boolean {
  return typeof code === 'number' || (typeof code === 'string' && /^\w{1,60}$/u.test(code))
}

/** The stack begins with the message, of any number of lines: only what follows it, and looks like a place, counts. */
function readFrames(error: Error): string[] {
  const stack = error.stack ?? ''
  const afterMessage = stack.slice(stack.indexOf(error.message) + error.message.length)
  return afterMessage
    .split('\n')
    .filter((line) => /^ {4}at [^\n]{1,300}:\d+:\d+\)?$/u.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
}
