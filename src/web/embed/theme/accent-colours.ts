import {
  clampChroma,
  formatHex,
  modeLrgb,
  modeOklch,
  modeRgb,
  type Oklch,
  useMode as addMode,
  wcagContrast,
} from 'culori/fn'
import { type Scheme, schemeColours } from './scheme-colours.ts'

/** WCAG 2.2, 1.4.3. */
const LEAST_CONTRAST = 4.5

/** Chroma in OKLCH up to which a colour is seen as black, grey or white. */
const NEUTRAL = 0.03

/** The colours that come of an accent, as `#rrggbb`. */
export type AccentColours = { accent: string; strong: string; soft: string }

/**
 * What becomes of a host's accent in a theme. It stays as it is where it can be read on every ground and be written on;
 * else its lightness is moved, its hue kept, until it can. In OKLCH, whose lightness is as people see it.
 */
export function toAccentColours(accent: string, scheme: Scheme): AccentColours {
  const colours = schemeColours[scheme]
  const { soft: softest, towards, stronger } = moves[scheme]
  const wanted = toOklch(accent) ?? BLACK
  const soft = toHex({ ...wanted, l: softest.l, c: Math.min(wanted.c, softest.c) })
  const isLegible = (colour: string) => isReadable(colour, [...colours.grounds, soft])
  const isTaken = isLegible(accent)
  // A product that is black on white is white on black, and not grey.
  const from = !isTaken && wanted.c < NEUTRAL ? { ...wanted, l: 1 - wanted.l } : wanted
  const legible = isTaken ? accent.toLowerCase() : move(from, towards, isLegible)
  const { l } = toOklch(legible) ?? BLACK
  const isAtEnd = towards === 0 ? l < stronger.until : l > stronger.until
  const strong = move({ ...from, l: isAtEnd ? l - stronger.step : l + stronger.step }, towards, (colour) =>
    isReadable(colour, [colours.onAccent]),
  )
  return { accent: legible, strong, soft }
}

addMode(modeRgb)
addMode(modeLrgb)
const toOklch = addMode(modeOklch)

const BLACK: Oklch = { mode: 'oklch', l: 0, c: 0 }

/** Which way what cannot be read is moved, and by how much what is pressed differs from what is not. */
const moves = {
  light: { soft: { l: 0.95, c: 0.025 }, towards: 0, stronger: { step: -0.07, until: 0.2 } },
  dark: { soft: { l: 0.275, c: 0.055 }, towards: 1, stronger: { step: 0.06, until: 0.92 } },
} as const

/** The colour, or the one nearest to it on the way to black or white that will do. */
function move(colour: Oklch, towards: 0 | 1, willDo: (colour: string) => boolean): string {
  if (willDo(toHex(colour))) return toHex(colour)
  let [near, far]: [number, number] = [colour.l, towards]
  // Finer than a hexadecimal digit.
  for (let round = 0; round < 12; round += 1) {
    const middle = (near + far) / 2
    if (willDo(toHex({ ...colour, l: middle }))) far = middle
    else near = middle
  }
  return toHex({ ...colour, l: far })
}

function isReadable(colour: string, grounds: readonly string[]): boolean {
  return grounds.every((ground) => wcagContrast(colour, ground) >= LEAST_CONTRAST)
}

/** The nearest that a screen has, of the same hue and lightness. */
function toHex(colour: Oklch): string {
  return formatHex(clampChroma(colour, 'oklch'))
}
