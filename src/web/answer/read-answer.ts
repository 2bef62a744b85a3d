import type { TestAnswer } from '../../contract/test-request.ts'
import { parseExactly } from './exact-json.ts'

/** What an answer's body turned out to be. */
export type ReadAnswer =
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; text: string }
  /** Bytes that are no text. */
  | { kind: 'binary' }
  | { kind: 'nothing' }

/** By what it is, whatever its header claims. */
export function readAnswer({ body, bytes }: Pick<TestAnswer, 'body' | 'bytes'>): ReadAnswer {
  if (body === '') return { kind: bytes > 0 ? 'binary' : 'nothing' }
  const value = parseExactly(body)
  return value === undefined ? { kind: 'text', text: body } : { kind: 'json', value }
}
