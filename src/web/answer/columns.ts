import { cellText } from './cell-text.ts'
import { exactDigits } from './exact-json.ts'
import { isObject } from './records.ts'

/** How many objects deep a column may lead: what is below is shown in its cell. */
const DEPTH = 4
/** More would be wider than a browser can draw, and nobody reads them. */
export const MOST_COLUMNS = 2_000
/** Rows that are looked at for how wide a column should be. */
const SAMPLE = 50
/** Pixels: a wide font's character at 13 pixels, and what is around a cell's text (records-table.module.css). */
const CHARACTER = 8.4
const AROUND = 28
const NARROWEST = 72
const WIDEST = 340

export type Column = {
  /** The keys that lead to its values, from a record. Empty for records that are no objects. */
  path: readonly string[]
  /** The path as people write it: `location.country`. */
  name: string
  /** Pixels. */
  width: number
}

/**
 * The columns of some records, in the order in which they are met: a nested object's fields are columns of their own,
 * a list stays whole.
 */
export function columnsOf(records: readonly unknown[]): Column[] {
  const root = newNode([])
  for (const record of records) visit(root, record)
  const paths: (readonly string[])[] = []
  collect(root, paths)
  return paths.map((path) => {
    const name = path.join('.') || 'value'
    return { path, name, width: widthOf(path, name, records) }
  })
}

export function valueAtPath(record: unknown, path: readonly string[]): unknown {
  return path.reduce(
    (part: unknown, key) => (isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined),
    record,
  )
}

type Node = { path: readonly string[]; below: Map<string, Node>; hasNull: boolean; hasValue: boolean }

function newNode(path: readonly string[]): Node {
  return { path, below: new Map(), hasNull: false, hasValue: false }
}

function visit(node: Node, value: unknown): void {
  const keys = isObject(value) && node.path.length < DEPTH && exactDigits(value) === null ? Object.keys(value) : []
  if (keys.length === 0) {
    if (value === null) node.hasNull = true
    else node.hasValue = true
    return
  }
  for (const key of keys) {
    let child = node.below.get(key)
    if (!child) {
      child = newNode([...node.path, key])
      node.below.set(key, child)
    }
    visit(child, (value as Record<string, unknown>)[key])
  }
}

/** Nothing at all in some rows is no column beside the ones that others have. */
function collect(node: Node, paths: (readonly string[])[]): void {
  if (paths.length >= MOST_COLUMNS) return
  if (node.hasValue || (node.hasNull && node.below.size === 0)) paths.push(node.path)
  for (const child of node.below.values()) collect(child, paths)
}

function widthOf(path: readonly string[], name: string, records: readonly unknown[]): number {
  const longest = records
    .slice(0, SAMPLE)
    .reduce<number>((most, record) => Math.max(most, cellText(valueAtPath(record, path)).text.length), name.length)
  return Math.round(Math.min(Math.max(longest * CHARACTER + AROUND, NARROWEST), WIDEST))
}
