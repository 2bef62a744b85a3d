import type { Context, MiddlewareHandler } from 'hono'
import { resolver, uniqueSymbol, validator } from 'hono-openapi'
import * as z from 'zod/mini'
import { toInputErrors } from '../../contract/input-errors.ts'
import type { InputCode } from '../../contract/problem.ts'
import { parseJson } from '../parse-json.ts'
import type { Refusal } from '../refusal.ts'
import { Secret } from '../vault/secret.ts'
import { readBody } from './read-body.ts'
import { answerProblem } from './problem.ts'

type JsonBody<Schema extends z.ZodMiniType> = MiddlewareHandler<
  { Variables: { body: Secret } },
  string,
  { in: { json: z.input<Schema> }; out: { json: z.output<Schema> } }
>

/** The body of a request, parsed and documented by one schema; its text is kept for the idempotency key. */
export function jsonBody<Schema extends z.ZodMiniType>(schema: Schema): JsonBody<Schema> {
  return chosenJsonBody(schema, () => schema)
}

/**
 * The same where a request is parsed by one of several schemas, so that what is wrong with it is told by that one alone.
 * @param documented all of them
 * @param choose null when what the request is about is not there
 */
export function chosenJsonBody<Schema extends z.ZodMiniType>(
  documented: z.ZodMiniType,
  choose: (c: Context, json: unknown) => Schema | null | Promise<Schema | null>,
): JsonBody<Schema> {
  const middleware: JsonBody<Schema> = async (c, next) => {
    const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    const body = await readBody(c.req.raw)
    if (body === null) return answerProblem(c, { code: 'too_large' })
    if (mediaType !== 'application/json') return answerProblem(c, { code: 'unsupported_media_type' })
    const text = decode(body)
    const json = text === null ? undefined : parseJson(text)
    if (text === null || json === undefined) return answerProblem(c, { code: 'malformed_json' })
    const schema = await choose(c, json)
    if (!schema) return answerProblem(c, { code: 'not_found' })
    const parsed = z.safeParse(schema, json)
    if (!parsed.success) return answerInvalid(c, parsed.error.issues, json)
    c.set('body', new Secret(text))
    c.req.addValidatedData('json', parsed.data as object)
    await next()
  }
  const requestBody = { required: true, content: { 'application/json': { schema: resolver(documented) } } }
  return Object.assign(middleware, { [uniqueSymbol]: { spec: { requestBody } } })
}

/** The query of a request, parsed and documented by one schema. */
export function query<Schema extends z.ZodMiniType>(schema: Schema) {
  return validator('query', schema, (result, c) => {
    if (!result.success) return answerInvalid(c, result.error as readonly z.core.$ZodIssue[], result.data)
    return undefined
  })
}

/** Every issue at its place, as a JSON Pointer (RFC 6901). The values stay out: one of them may be a secret. */
export function answerInvalid(c: Context, issues: readonly z.core.$ZodIssue[], input: unknown): Response {
  const errors = toInputErrors(issues, input).map(({ path, code }) => ({
    pointer: toPointer(code === 'unknown_field' ? withoutOddName(path) : path),
    code,
  }))
  return answerProblem(c, toInvalidInput(errors))
}

/** What is wrong and where, by JSON Pointers. */
export function toInvalidInput(errors: readonly { pointer: string; code: InputCode }[]): Refusal {
  return { code: 'invalid_input', errors: errors.map((error) => ({ ...error, detail: details[error.code] })) }
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/**
 * The name of a field that nobody knows is the asker's own text, and may be a secret that got into the wrong place: it is
 * named where it is as short as a field and no token is.
 */
function withoutOddName(path: readonly PropertyKey[]): readonly PropertyKey[] {
  return /^[A-Za-z_]{1,20}$/u.test(String(path.at(-1))) ? path : path.slice(0, -1)
}

/** A cursor is opaque: it is one that a page handed out, or it is none. */
export function answerInvalidCursor(c: Context): Response {
  return answerProblem(c, toInvalidInput([{ pointer: '/cursor', code: 'invalid_value' }]))
}

/** For whoever reads an answer; the page has words of its own beside each field. */
const details: Record<InputCode, string> = {
  required: 'This is needed.',
  blank: 'This has nothing that can be seen.',
  too_long: 'This is too long.',
  control_character: 'This has a control character.',
  lone_surrogate: 'This has half of a character.',
  white_space_inside: 'White space stands inside.',
  not_printable_ascii: 'Only printable ASCII characters can be taken.',
  invalid_type: 'This is of another type.',
  invalid_value: 'This is not a value that can be taken.',
  out_of_range: 'This is out of range.',
  unknown_field: 'There is no such field.',
}

/** Null for what is not UTF-8 (RFC 8259, 8.1): replacement characters would be stored in the place of what was meant. */
function decode(body: Uint8Array): string | null {
  try {
    return utf8.decode(body)
  } catch {
    return null
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
