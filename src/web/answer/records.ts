/** How deep records are looked for: `/data/items/list` is about as deep as providers put them. */
const DEPTH = 4
const MOST_PLACES = 20

/** Where records stand in an answer. */
export type RecordPlace = {
  /** A JSON Pointer (RFC 6901) into the answer. */
  pointer: string
  /** How many there are; null for an answer that is one record itself. */
  count: number | null
}

/** Every list of objects in an answer, the fullest shallow ones first; where there is none, the answer as one record. */
export function findRecordPlaces(answer: unknown): RecordPlace[] {
  const found: RecordPlace[] = []
  // Breadth first: what stands higher is likelier what was asked for.
  let level: [string, unknown][] = [['', answer]]
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth += 1) {
    const below: [string, unknown][] = []
    for (const [pointer, value] of level) {
      if (Array.isArray(value)) {
        if (value.every(isObject)) found.push({ pointer, count: value.length })
      } else if (isObject(value)) {
        for (const [key, part] of Object.entries(value)) below.push([`${pointer}/${escape(key)}`, part])
      }
    }
    level = below
  }
  const places = [...found.filter(({ count }) => count), ...found.filter(({ count }) => !count)].slice(0, MOST_PLACES)
  return isObject(answer) ? [...places, { pointer: '', count: null }] : places
}

/** The records at a place. Null where there is no such place in the answer. */
export function recordsAt(answer: unknown, { pointer, count }: RecordPlace): unknown[] | null {
  const value = valueAtPointer(answer, pointer)
  if (count === null) return isObject(value) ? [value] : null
  return Array.isArray(value) ? value : null
}

/** RFC 6901, 4. */
export function valueAtPointer(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((part: unknown, key) => {
      if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined
      return (part as Record<string, unknown>)[key]
    }, value)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
