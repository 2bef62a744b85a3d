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

/** The whole time, for whoever wants to know exactly: `November 21, 2025 at 3:05 PM`. */
export function timeInWords(time: string): string {
  const date = new Date(time)
  const hours = date.getHours()
  const minutes = String(date.getMinutes()).padStart(2, '0')
  const clock = `${hours % 12 || 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'}`
  return `${months[date.getMonth()]} ${date.getDate()}, ${date.getFullYear()} at ${clock}`
}

function dayInWords(time: string, now: number): string {
  const date = new Date(time)
  const day = `${months[date.getMonth()]?.slice(0, 3)} ${date.getDate()}`
  const year = date.getFullYear()
  return year === new Date(now).getFullYear() ? day : `${day}, ${year}`
}

// Not by Intl, whose first date takes a slow telephone 80 ms in which no tile is drawn.
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
