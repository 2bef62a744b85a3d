import { describe, expect, test } from 'vitest'
import { freshToken } from './fixture/latchkey.ts'
import { createLog } from './log.ts'

describe('S25 a line of the log never holds a secret, wherever an error has it:', () => {
  const canary = freshToken()

  test.each<[string, unknown]>([
    ['in the message', new Error(`invalid header value: Bearer ${canary}`)],
    ['in a message of many lines', new Error(`Bearer\n${canary}\n    at ${canary} (/a/${canary}.ts:1:1)`)],
    ['in the cause', new Error('outer', { cause: new Error(canary) })],
    ['in a cause’s cause’s cause', new Error('a', { cause: new Error('b', { cause: new Error(canary) }) })],
    ['in a cause that is no error', new Error('outer', { cause: { authorization: canary } })],
    ['in headers', Object.assign(new Error('failed'), { headers: { authorization: canary } })],
    ['in raw headers', Object.assign(new Error('failed'), { rawHeaders: ['authorization', canary] })],
    ['in a body', Object.assign(new Error('failed'), { body: canary, request: { body: { a: [canary] } } })],
    ['in one of many errors', new AggregateError([new Error(canary), canary], canary)],
    ['in the name', Object.assign(new Error('failed'), { name: canary })],
    ['in the code', Object.assign(new Error('failed'), { code: canary })],
    ['in a stack with frames of its own', withStack(`Error: ${canary}\n    at ${canary} (/a.ts:1:1)`)],
    ['in a stack whose message was changed since', withNewMessage(`a\n    at ${canary} (/a.ts:1:1)`)],
    ['in a stack that is none', Object.assign(new Error('failed'), { stack: { canary } })],
    ['in the place of an error', canary],
    ['in an object in the place of an error', { token: canary }],
  ])('%s', (_, error) => {
    const { log, lines } = createMemoryLog()
    log.error({ err: error }, 'failed')
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toContain(canary)
    // Half a secret is one as well.
    expect(lines[0]).not.toContain(canary.slice(8, 24))
  })

  test.each<[string, (log: ReturnType<typeof createLog>) => void]>([
    ['without a text', (log) => log.error({ err: new Error(canary) })],
    ['by itself', (log) => log.error(new Error(canary))],
    ['by itself, with a text', (log) => log.error(new Error(canary), 'failed')],
  ])('in its message, logged %s', (_, write) => {
    const { log, lines } = createMemoryLog()
    write(log)
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toContain(canary)
    expect(parse(lines[0])).toMatchObject({ err: { name: 'Error' } })
  })
})

describe('a line of the log', () => {
  test('says of an error its name, its code and where it was thrown', () => {
    const { log, lines } = createMemoryLog()
    log.error({ err: Object.assign(new TypeError('a\nb'), { code: 'ERR_INVALID_CHAR' }) }, 'failed')
    const { err, msg, level } = parse(lines[0])
    expect({ msg, level }).toEqual({ msg: 'failed', level: 50 })
    expect(err).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_CHAR' })
    expect(err.frames?.[0]).toMatch(/^at .*log\.test\.ts:\d+:\d+\)?$/u)
    expect(err.frames?.length).toBeLessThanOrEqual(8)
  })

  test('says the same of its causes, and stops somewhere', () => {
    const { log, lines } = createMemoryLog()
    const loop = new Error('loop')
    loop.cause = loop
    log.error({ err: new Error('outer', { cause: Object.assign(new Error('inner'), { code: '23505' }) }) }, 'failed')
    log.error({ err: loop }, 'failed')
    expect(parse(lines[0]).err).toMatchObject({ name: 'Error', cause: { name: 'Error', code: '23505' } })
    expect(lines[1]?.length).toBeLessThan(10_000)
  })

  test('has the time in UTC, and the fields and the text it was given', () => {
    const { log, lines } = createMemoryLog()
    log.info({ route: '/api/credentials', status: 201 }, 'answered %d', 1)
    log.info('text alone')
    expect(parse(lines[0])).toMatchObject({ route: '/api/credentials', status: 201, msg: 'answered 1' })
    expect(parse(lines[0]).time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u)
    expect(parse(lines[1]).msg).toBe('text alone')
  })
})

function createMemoryLog() {
  const lines: string[] = []
  return { log: createLog('trace', { write: (line) => lines.push(line) }), lines }
}

interface Line {
  level: number
  time: string
  msg: string
  err: { name: string; frames?: string[] }
}

function parse(line = ''): Line {
  return JSON.parse(line) as Line
}

function withStack(stack: string): Error {
  return Object.assign(new Error('failed'), { stack })
}

function withNewMessage(message: string): Error {
  return Object.assign(new Error(message), { message: 'redacted' })
}
