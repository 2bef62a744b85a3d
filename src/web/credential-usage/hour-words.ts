/** When an hour begins, by the reader's own clock: `3 PM`; `3:30 PM` where the time zone is half an hour off. */
export function hourInWords(at: number): string {
  const date = new Date(at)
  const hours = date.getHours()
  const minutes = date.getMinutes()
  const clock = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`
  return `${hours % 12 || 12}${clock} ${hours < 12 ? 'AM' : 'PM'}`
}

/** The same, within the last day: `3 PM yesterday`. */
export function hourOfDayInWords(at: number, now: number): string {
  return new Date(at).getDate() === new Date(now).getDate() ? hourInWords(at) : `${hourInWords(at)} yesterday`
}
