import type { EmbedTheme } from '../../../contract/embed-message.ts'

let turn = 0

/**
 * Sets the page's custom properties as a host wants them; what it does not name is as it was without a host. By CSSOM,
 * which the Content-Security-Policy lets pass. Done once the accent is there as well.
 */
export async function applyTheme({ accent, radius, font, scheme = 'auto' }: EmbedTheme): Promise<void> {
  const { style } = document.documentElement
  style.colorScheme = scheme === 'auto' ? '' : scheme
  set('--radius', radius === undefined ? '' : `${radius}px`)
  set('--radius-large', radius === undefined ? '' : `${radius * 1.25}px`)
  // A font that the machine does not have leaves a text in the system's.
  set('--font', font === undefined ? '' : `${font}, system-ui, sans-serif`)
  const mine = (turn += 1)
  const colours = accent === undefined ? null : await toTokens(accent)
  // Another theme was wanted meanwhile.
  if (mine !== turn) return
  for (const name of ['--accent', '--accent-strong', '--accent-soft']) set(name, colours?.[name] ?? '')

  function set(name: string, value: string): void {
    style.setProperty(name, value)
  }
}

/** What reckons with colours is fetched by those alone whose host has one. */
async function toTokens(accent: string): Promise<Record<string, string>> {
  const { toAccentColours } = await import('./accent-colours.ts')
  const [light, dark] = [toAccentColours(accent, 'light'), toAccentColours(accent, 'dark')]
  const both = (part: keyof typeof light) => `light-dark(${light[part]}, ${dark[part]})`
  return { '--accent': both('accent'), '--accent-strong': both('strong'), '--accent-soft': both('soft') }
}
