import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readScreenParts } from './screen-parts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-page-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('names what a flow’s screens are made of, and not what the page names itself', () => {
  writeManifest({
    'index.html': { file: 'assets/index.js', isEntry: true, css: ['assets/index.css'], imports: ['_react.js'] },
    'src/web/flow/flow-chunk.ts': {
      file: 'assets/flow.js',
      imports: ['index.html', '_badge.js'],
      css: ['assets/flow.css'],
    },
    '_badge.js': { file: 'assets/badge.js', imports: ['index.html', 'src/web/flow/flow-chunk.ts'] },
    '_react.js': { file: 'assets/react.js' },
  })
  const partsOf = readScreenParts(folder)
  expect(partsOf('/new/source/authenticate')).toBe(
    '</assets/flow.js>; rel=modulepreload, </assets/badge.js>; rel=modulepreload, ' +
      '</assets/flow.css>; rel=preload; as=style; crossorigin',
  )
  expect(partsOf('/')).toBeNull()
})

test('names what the screen of a source or destination is made of', () => {
  writeManifest({ 'src/web/resource/resource-screen.tsx': { file: 'assets/resource.js' } })
  expect(readScreenParts(folder)('/resources/7')).toBe('</assets/resource.js>; rel=modulepreload')
})

test('names what the screen in a product’s frame is made of, and each part once', () => {
  writeManifest({
    'src/web/embed/embed-screen.tsx': { file: 'assets/embed-screen.js', imports: ['_badge.js'] },
    'src/web/flow/flow-chunk.ts': { file: 'assets/flow.js', imports: ['_badge.js'] },
    '_badge.js': { file: 'assets/badge.js' },
  })
  const partsOf = readScreenParts(folder)
  expect(partsOf('/embed')?.split(', ')).toEqual(
    ['embed-screen', 'badge', 'flow'].map((name) => `</assets/${name}.js>; rel=modulepreload`),
  )
  expect(partsOf('/embed/latchkey.js')).toBeNull()
})

test.each([
  ['there is no manifest', () => undefined],
  ['it is none', () => writeManifest(['flow'])],
  ['it does not know the module', () => writeManifest({ 'index.html': { file: 'assets/index.js', isEntry: true } })],
])('names nothing where %s', (_, arrange) => {
  arrange()
  expect(readScreenParts(folder)('/new/source/select')).toBeNull()
})

function writeManifest(manifest: unknown): void {
  mkdirSync(join(folder, '.vite'))
  writeFileSync(join(folder, '.vite/manifest.json'), JSON.stringify(manifest))
}
