import { expect, test } from 'vitest'
import { foldCase } from './fold-case.ts'

test.each([
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'strasse'],
  ['ΟΔΟΣ', 'οδος'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['İstanbul', 'i̇stanbul'],
  ['Ångström', 'ÅNGSTRÖM'],
  ['МОСКВА', 'москва'],
  ['ﬁn', 'FIN'],
  ['ǅ', 'ǆ'],
])('%s and %s read alike', (one, other) => {
  expect(foldCase(one)).toBe(foldCase(other))
})

test.each([
  ['Istanbul', 'İstanbul'],
  ['resume', 'résumé'],
  ['a', 'а'],
])('%s and %s do not', (one, other) => {
  expect(foldCase(one)).not.toBe(foldCase(other))
})

test('every character folds to the same from each of its cases and forms, and no further', () => {
  const uneven: string[] = []
  // Beyond the first two planes no character has a case.
  for (let codePoint = 0; codePoint <= 0x1_ff_ff; codePoint += 1) {
    if (codePoint >= 0xd8_00 && codePoint <= 0xdf_ff) continue
    const character = String.fromCodePoint(codePoint)
    const folded = foldCase(character)
    const forms = [character.toUpperCase(), character.toLowerCase(), character.normalize('NFD'), folded]
    if (forms.some((form) => foldCase(form) !== folded)) uneven.push(codePoint.toString(16))
  }
  expect(uneven).toEqual([])
})

test('half a word is found in the whole', () => {
  expect(foldCase('ΟΔΟΣΑΝ')).toContain(foldCase('ΟΔΟΣ'))
})
