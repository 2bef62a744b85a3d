import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

test('nothing is done, and nothing said, when node_modules holds what is locked', () => {
  const { status, output, wasInstalled } = install({
    locked: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b-darwin': { version: '1.0.0', optional: true },
    },
    installed: { 'node_modules/a': { version: '1.0.0' } },
  })
  expect({ status, output, wasInstalled }).toEqual({ status: 0, output: '', wasInstalled: false })
})

test.each([
  ['is of another version', { 'node_modules/a': { version: '1.0.0' } }],
  ['is missing', {}],
  ['is there too many', { 'node_modules/a': { version: '2.0.0' }, 'node_modules/c': { version: '1.0.0' } }],
])('what is locked is installed when a package %s', (_, installed) => {
  const { status, wasInstalled } = install({ locked: { '': {}, 'node_modules/a': { version: '2.0.0' } }, installed })
  expect({ status, wasInstalled }).toEqual({ status: 0, wasInstalled: true })
})

test('a clone without node_modules is installed', () => {
  expect(install({ locked: { '': {} } })).toMatchObject({ status: 0, wasInstalled: true })
})

test('an install that fails says what failed and what to do, and exits with 1', () => {
  const { status, output } = install({ locked: { '': {} }, npm: 'exit 7' })
  expect(status).toBe(1)
  expect(output).toContain('`npm ci` failed; its own words are above.')
})

test('an install that brings no Node 24 says so', () => {
  const { status, output } = install({ locked: { '': {} }, runtime: '#!/bin/sh\necho v20.0.0\n' })
  expect(status).toBe(1)
  expect(output).toContain('brought no Node 24')
})

type Packages = Record<string, { version?: string; optional?: boolean }>

/** Runs the script in a folder of its own, with an `npm` that only leaves a mark. */
function install(given: { locked: Packages; installed?: Packages; npm?: string; runtime?: string }) {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-install-'))
  folders.push(root)
  for (const folder of ['scripts', 'bin', 'node_modules/.bin']) mkdirSync(join(root, folder), { recursive: true })
  copyFileSync(new URL('install.mjs', import.meta.url), join(root, 'scripts/install.mjs'))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: given.locked }))
  if (given.installed) {
    writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: given.installed }))
  }
  const runtime = join(root, 'node_modules/.bin/node')
  if (given.runtime) writeExecutable(runtime, given.runtime)
  else symlinkSync(process.execPath, runtime)
  writeExecutable(join(root, 'bin/npm'), `#!/bin/sh\n${given.npm ?? 'echo "$@" > "$PWD/npm-was-called"'}\n`)

  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/install.mjs')], {
    env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin` },
    encoding: 'utf8',
    timeout: 10_000,
  })
  return { status, output: stdout + stderr, wasInstalled: existsSync(join(root, 'npm-was-called')) }
}

function writeExecutable(file: string, text: string) {
  writeFileSync(file, text)
  chmodSync(file, 0o755)
}
