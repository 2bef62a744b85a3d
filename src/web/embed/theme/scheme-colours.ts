/** Of a theme, what a host does not set and what it sets has to go with, as `ui/tokens.css` has it; a test compares. */
export type SchemeColours = {
  /** Where the accent is a text, besides on its own soft ground. */
  grounds: string[]
  /** What is written on the accent's soft ground. */
  texts: string[]
  /** What is written on the accent. */
  onAccent: string
}

export const schemeColours = {
  light: { grounds: ['#f6f7f9', '#ffffff'], texts: ['#171b24', '#565f70'], onAccent: '#ffffff' },
  dark: { grounds: ['#0f1218', '#171b23', '#1c212b'], texts: ['#e8ebf1', '#a3adbd'], onAccent: '#0f1218' },
} as const satisfies Record<'light' | 'dark', SchemeColours>

export type Scheme = keyof typeof schemeColours
