import { converter, wcagContrast } from 'culori'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toAccentColours } from './accent-colours.ts'
import { type Scheme, schemeColours } from './scheme-colours.ts'

const schemes = ['light', 'dark'] as const
const hex = fc.integer({ min: 0, max: 0xff_ff_ff }).map((colour) => `#${colour.toString(16).padStart(6, '0')}`)

describe.each(schemes)('in the %s theme', (scheme) => {
  test('every accent can be read wherever the style sheets use it, and be written on', () => {
    fc.assert(
      fc.property(hex, (accent) => {
        expect(leastContrast(accent, scheme)).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 2_000, examples: [['#ffe600'], ['#000000'], ['#ff0000'], ['#ffffff'], ['#777777'], ['#00ffff']] },
    )
  })

  test('an accent that can be read already is taken as it is', () => {
    fc.assert(
      fc.property(hex, (accent) => {
        const { soft } = toAccentColours(accent, scheme)
        fc.pre([...schemeColours[scheme].grounds, soft].every((ground) => wcagContrast(accent, ground) >= 4.5))
        expect(toAccentColours(accent, scheme).accent).toBe(accent)
      }),
    )
  })

  test('an accent that is moved keeps its hue', () => {
    fc.assert(
      fc.property(hex, (accent) => {
        const [before, after] = [toOklch(accent), toOklch(toAccentColours(accent, scheme).accent)]
        fc.pre(before.c > 0.1 && after.c > 0.05)
        const turn = Math.abs((before.h ?? 0) - (after.h ?? 0))
        // Degrees: what rounding to eight bits makes of it.
        expect(Math.min(turn, 360 - turn)).toBeLessThan(5)
      }),
    )
  })

  test('what is pressed differs from what is not', () => {
    fc.assert(
      fc.property(hex, (accent) => {
        const { accent: plain, strong } = toAccentColours(accent, scheme)
        expect(Math.abs(toOklch(plain).l - toOklch(strong).l)).toBeGreaterThan(0.02)
      }),
    )
  })
})

test('what is black on white is white on black', () => {
  expect(toAccentColours('#000000', 'light').accent).toBe('#000000')
  expect(toAccentColours('#000000', 'dark').accent).toBe('#ffffff')
})

const toOklch = (colour: string) => converter('oklch')(colour) ?? { mode: 'oklch' as const, l: 0, c: 0 }

function leastContrast(host: string, scheme: Scheme): number {
  const { accent, strong, soft } = toAccentColours(host, scheme)
  const { grounds, texts, onAccent } = schemeColours[scheme]
  return Math.min(
    ...[...grounds, soft].map((ground) => wcagContrast(accent, ground)),
    ...texts.map((text) => wcagContrast(text, soft)),
    ...[accent, strong].map((ground) => wcagContrast(onAccent, ground)),
  )
}
