import { expect, onTestFinished, test } from 'vitest'
import '../../ui/tokens.css'
import { schemeColours } from './scheme-colours.ts'

test.each(['light', 'dark'] as const)('the colours of the %s theme are those of the style sheet', (scheme) => {
  const { grounds, texts, onAccent } = schemeColours[scheme]
  const probe = document.body.appendChild(document.createElement('div'))
  onTestFinished(() => probe.remove())
  probe.style.colorScheme = scheme
  const tokens = ['ground', 'surface', 'raised', 'text', 'muted', 'on-accent'].map((name) => {
    probe.style.color = `var(--${name})`
    return toHex(getComputedStyle(probe).color)
  })
  expect(new Set(tokens.slice(0, 3))).toEqual(new Set(grounds))
  expect(tokens.slice(3)).toEqual([...texts, onAccent])
})

/** Of `rgb(246, 247, 249)`. */
function toHex(colour: string): string {
  const parts = colour.match(/\d+/gu) ?? []
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
}
