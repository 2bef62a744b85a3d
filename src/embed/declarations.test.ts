import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
/** In here, where React's own types are found. */
let folder: string

beforeAll(async () => {
  mkdirSync(join(root, 'test-results'), { recursive: true })
  folder = mkdtempSync(join(root, 'test-results', 'declarations-'))
  await compile('-p', join(root, 'src/embed/tsconfig.declarations.json'), '--outDir', folder)
}, 30_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the types beside the script need nothing but React, and that for its component alone', () => {
  const imported = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/from '(?<name>[^']+)'/gu)].map(
      ({ groups }) => `${file}: ${groups?.['name']}`,
    ),
  )
  expect(new Set(imported)).toEqual(
    new Set(['latchkey.d.ts: ./authenticate-options.ts', 'react.d.ts: ./authenticate-options.ts', 'react.d.ts: react']),
  )
})

test('a host’s compiler reads them, and finds mistakes by them', async () => {
  const consumer = join(folder, 'consumer.tsx')
  writeFileSync(
    consumer,
    `import { openAuthenticate, type SelectedCredential } from './latchkey.js'
    import { Authenticate } from './react.js'
    const common = { latchkey: '', connector: 'intercom', purpose: 'source' } as const
    const onSelected = ({ name }: SelectedCredential) => void name.length
    openAuthenticate({ ...common, session: async () => null, onSelected }).setTheme({ scheme: 'dark' })
    export const step = <Authenticate {...common} session="token" onSelected={onSelected} />
    // @ts-expect-error: no session
    openAuthenticate({ ...common, onSelected })
    // @ts-expect-error: no such purpose
    openAuthenticate({ ...common, session: '', purpose: 'both', onSelected })
    `,
  )
  const options = ['--strict', '--noEmit', '--jsx', 'react-jsx', '--lib', 'es2022,dom', '--module', 'nodenext']
  await expect(compile('--ignoreConfig', ...options, consumer)).resolves.toBe('')
}, 30_000)

/** What the compiler prints. It throws where that is not all. */
async function compile(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), [...args], { cwd: root })
  return stdout
}
