import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestHome, freshToken, type TestHome, toCredentialBody } from '../src/bff/fixture/latchkey.ts'
import { findFreePort, type LatchkeyProcess, startProcess, toEnvironment } from '../src/bff/fixture/process.ts'
import { runCommand } from '../src/bff/command/command.ts'
import { embedTextsSchema, embedThemeSchema } from '../src/contract/embed-message.ts'
import { CLIENT_HEADER, IDEMPOTENCY_KEY_HEADER } from '../src/contract/endpoints.ts'
import { createHostSessionSchema, hostCredentialSchema, hostSessionSchema } from '../src/contract/host-session.ts'
import { problemCodeSchema } from '../src/contract/problem.ts'
import { embeddedSessionSchema } from '../src/contract/session.ts'

// What a host's engineer copies out of the page works, and what it names is there.
const doc = readFileSync(join(import.meta.dirname, '../docs/embedding.md'), 'utf8')
const ORIGIN = 'http://localhost:4690'

describe('the five minutes of docs/embedding.md', () => {
  let home: TestHome
  let latchkey: LatchkeyProcess
  let host: ChildProcess
  let hostOrigin = ''
  let environment: Record<string, string>
  beforeAll(async () => {
    home = await createTestHome('sqlite')
    environment = { ...toEnvironment(home.folder, home.config), LATCHKEY_SANDBOX: '1' }
    latchkey = await startProcess(environment)
    if (!(await latchkey.ready)) throw new Error(latchkey.output.stderr)
    const folder = join(home.folder, 'host')
    mkdirSync(folder)
    const [, words = ''] = /latchkey -- (keys create .+) > host\.key/u.exec(doc) ?? []
    writeFileSync(join(folder, 'host.key'), await run(words, environment))
    const port = await findFreePort()
    hostOrigin = `http://localhost:${port}`
    const server = block('js')
      .replace('http://127.0.0.1:4680', latchkey.origin)
      .replace('.listen(4690', `.listen(${port}`)
    writeFileSync(join(folder, 'host.mjs'), server)
    writeFileSync(join(folder, 'page.html'), block('html'))
    host = spawn(process.execPath, ['host.mjs'], { cwd: folder, stdio: 'inherit' })
    await vi.waitFor(() => fetch(hostOrigin), { timeout: 10_000 })
  }, 30_000)
  afterAll(async () => {
    host.kill()
    await once(host, 'close')
    await latchkey.kill()
    await home.remove()
  })

  test('lead from a key to a credential that the host’s server has confirmed', async () => {
    const made = hostSessionSchema.parse(await (await fetch(`${hostOrigin}/session`, { method: 'POST' })).json())
    const headers = { 'content-type': 'application/json', [CLIENT_HEADER]: 'web', origin: latchkey.origin }
    const opened = await send('/api/embed/session', { token: made.token, origin: ORIGIN }, headers)
    const { token, session } = embeddedSessionSchema.parse(await opened.json())
    expect(session).toMatchObject({
      tenant: { id: 'acme' },
      person: { id: 'ada', name: 'Ada Okafor' },
      purpose: 'source',
    })
    const added = await send('/api/credentials', toCredentialBody({ secret: { accessToken: freshToken() } }), {
      ...headers,
      authorization: `Bearer ${token}`,
      [IDEMPOTENCY_KEY_HEADER]: crypto.randomUUID(),
    })
    const { id } = (await added.json()) as { id: string }
    const confirmed = await fetch(`${hostOrigin}/${id}`)
    expect([confirmed.status, hostCredentialSchema.parse(await confirmed.json())]).toMatchObject([200, { id }])
    expect((await fetch(`${hostOrigin}/${crypto.randomUUID()}`)).status).toBe(404)
  })

  test('and what curl sends is taken as it stands', async () => {
    const authorization = `Bearer ${readFileSync(join(home.folder, 'host', 'host.key'), 'utf8').trim()}`
    const [, body = ''] = /v1\/sessions -H .+ -d '(\{[^']+\})'/u.exec(doc) ?? []
    const answer = await send('/v1/sessions', JSON.parse(body), { authorization, 'content-type': 'application/json' })
    const session = hostSessionSchema.parse(await answer.json())
    expect(Object.keys(session)).toEqual(['id', 'token', 'expiresAt'])
    const ended = await fetch(`${latchkey.origin}/v1/sessions/${session.id}`, {
      method: 'DELETE',
      headers: { authorization },
    })
    expect(ended.status).toBe(204)
  })

  test('every command with keys is one', async () => {
    const commands = doc.replaceAll('\\\n', ' ').matchAll(/^npm run latchkey -- ([^#\n]+)/gmu)
    const all = [...commands].map(([, words = '']) => words.trim())
    expect(all.map((words) => words.split(' ')[1])).toEqual(['create', 'list', 'revoke'])
    // The first has made one of this name.
    await run('keys revoke shop', environment)
    for (const words of all) await run(words, environment)
  })

  function send(path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    return fetch(latchkey.origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
  }
})

test('what the page names is what there is', () => {
  const rows = (heading: string): string[] => {
    const [, section = ''] = doc.split(`\n## ${heading}\n`)
    return [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)`(?:, `(\w+)`)?(?:, `(\w+)`)? \|/gmu)].flatMap(
      (row) => row.slice(1).filter((name) => name !== undefined),
    )
  }
  expect(rows('The calls of your server')).toEqual(Object.keys(createHostSessionSchema.shape))
  const [, fields = ''] = /200: `\{([^}]+)\}`/u.exec(doc) ?? []
  expect(fields.replaceAll('"', '').split(', ')).toEqual(Object.keys(hostCredentialSchema.shape))
  const [, wrong = ''] = doc.split('### What may go wrong')
  const codes = [...(wrong.split('\n## ')[0] ?? '').matchAll(/^\| [\d, ]+\| ([^|]+)\|/gmu)]
    .flatMap(([, cell = '']) => cell.trim().split(', '))
    .map((code) => code.replaceAll('`', ''))
  expect(codes).toHaveLength(11)
  for (const code of codes) expect(problemCodeSchema.safeParse(code).success, code).toBe(true)
  const [, texts = ''] = /\*\*Texts\.\*\* `\{ ([^}]+) \}`/u.exec(doc) ?? []
  expect(texts.split(', ')).toEqual(Object.keys(embedTextsSchema.shape))
  const [, theme = ''] = /\*\*Theme\.\*\* `\{ ([^}]+) \}`/u.exec(doc) ?? []
  expect([...theme.matchAll(/(\w+): /gu)].map(([, name]) => name)).toEqual(Object.keys(embedThemeSchema.shape))
})

/** The first block of code in a language. */
function block(language: string): string {
  return new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'su').exec(doc)?.[1] ?? ''
}

async function run(words: string, environment: Record<string, string>): Promise<string> {
  let output = ''
  const stdout = new Writable({
    write(chunk, _, done) {
      output += String(chunk)
      done()
    },
  })
  const stderr = new Writable({ write: (_, __, done) => done() })
  const code = await runCommand(words.trim().split(/\s+/u), { environment, clock: () => new Date(), stdout, stderr })
  expect(code, words).toBe(0)
  return output
}
