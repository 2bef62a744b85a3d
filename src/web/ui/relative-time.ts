const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago a time was, as short as a tile needs it: `2 h ago`, `yesterday`, `on Nov 21`. */
export function ageInWords(time: string, now: number): string {
  const age = now - Date.parse(time)
  // Clocks differ by a little: what is just ahead of this one is not worth a word.
  if (age < MINUTE) return 'just now'
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`
  if (age < 2 * DAY) return 'yesterday'
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} days ago`
  return `on ${dayInWords(time, now)}`
}

/** Since when something has been so: `2 h ago` on the first day, `since Nov 21` later. */
export function sinceInWords(time: string, now: number): string {
  return now - Date.parse(time) < DAY ? ageInWords(time, now) : `since ${dayInWords(time, now)}`
}

/** The whole time, for whoever wants to know exactly. */
export function timeInWords(time: string): string {
  return wholeFormat().format(new Date(time))
}

function dayInWords(time: string, now: number): string {
  const date = new Date(time)
  const isThisYear = date.getFullYear() === new Date(now).getFullYear()
  return (isThisYear ? dayFormat() : dayAndYearFormat()).format(date)
}

const wholeFormat = once({ dateStyle: 'long', timeStyle: 'short' })
const dayFormat = once({ month: 'short', day: 'numeric' })
const dayAndYearFormat = once({ month: 'short', day: 'numeric', year: 'numeric' })

/** Made once, and when it is first needed: a browser takes longer to make one than to draw a tile. */
function once(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  let format: Intl.DateTimeFormat | undefined
  return () => (format ??= new Intl.DateTimeFormat('en', options))
}
