import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

const base = mkdtempSync(join(tmpdir(), 'latchkey-folder-'))
afterAll(() => rmSync(base, { recursive: true }))

test('a folder is made with what is missing above it, for this user alone, and is left as it is once it is there', () => {
  const path = join(base, 'a', 'b', 'c')
  makeFolder(path)
  makeFolder(path)
  expect([path, join(base, 'a')].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o700])
})

test('what cannot be a folder is said at once', () => {
  writeFileSync(join(base, 'file'), '')
  symlinkSync(join(base, 'nowhere'), join(base, 'link'))
  expect(() => makeFolder(join(base, 'file'))).toThrow('EEXIST')
  expect(() => makeFolder(join(base, 'file', 'a', 'b'))).toThrow('ENOTDIR')
  expect(() => makeFolder(join(base, 'link', 'a'))).toThrow('ENOENT')
})

test.runIf(process.platform === 'linux')('a file system that takes no folders is no reason to try for ever', () => {
  expect(() => makeFolder('/proc/latchkey/data')).toThrow(/ENOENT|EACCES|EPERM/u)
})
