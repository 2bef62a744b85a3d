import { isObject } from './records.ts'

export type ProviderMessage = { code: string | null; message: string | null }

const MOST = 5
const LONGEST = 500

/**
 * What a provider says is wrong, where its answer has one of the usual forms: a list of errors (Intercom's among them),
 * an RFC 9457 problem, OAuth's `error_description`, or a message alone.
 */
export function providerMessages(answer: unknown): ProviderMessage[] {
  if (!isObject(answer)) return []
  const { errors } = answer
  const found = Array.isArray(errors) ? errors.map((error) => toMessage(error)) : [toMessage(answer)]
  return found.filter((each) => each !== null).slice(0, MOST)
}

function toMessage(error: unknown): ProviderMessage | null {
  if (typeof error === 'string') return { code: null, message: cut(error) }
  if (!isObject(error)) return null
  if (isObject(error['error'])) return toMessage(error['error'])
  const message = textOf(error, ['message', 'error_description', 'detail', 'title'])
  const code = textOf(error, ['code', 'error'])
  return message === null && code === null ? null : { code, message }
}

function textOf(error: Record<string, unknown>, names: readonly string[]): string | null {
  const found = names.map((name) => error[name]).find((value) => typeof value === 'string' && value !== '')
  return typeof found === 'string' ? cut(found) : null
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
