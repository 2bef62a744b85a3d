/** In the person's own time zone, to the second, so that a column of them can be compared: `2026-11-26 14:03:09`. */
export function exactTime(time: string): string {
  const date = new Date(time)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()]
  return `${day.map(twoDigits).join('-')} ${clock.map(twoDigits).join(':')}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
