import { exactDigits } from './exact-json.ts'

/** More does not fit a cell; the record as JSON has it whole. */
const LONGEST = 120
/** Of a list of plain values: as many are written out. */
const MOST_ITEMS = 8

export type CellText = {
  text: string
  /** A word for what is there, and not what is there itself. */
  isRemark: boolean
}

/** A value in a line. */
export function cellText(value: unknown): CellText {
  const digits = exactDigits(value)
  if (digits !== null) return plain(digits)
  if (value === undefined) return plain('')
  if (value === null) return remark('null')
  if (typeof value === 'string') return value === '' ? remark('empty') : plain(value)
  if (typeof value !== 'object') return plain(JSON.stringify(value))
  if (Array.isArray(value)) return listText(value)
  const fields = Object.keys(value).length
  return remark(fields === 1 ? '1 field' : `${fields} fields`)
}

function listText(list: readonly unknown[]): CellText {
  const isPlain = list.length > 0 && list.every((item) => typeof item !== 'object' || exactDigits(item) !== null)
  if (!isPlain) return remark(list.length === 1 ? '1 item' : `${list.length} items`)
  const items = list.slice(0, MOST_ITEMS).map((item) => cellText(item).text)
  return plain(items.join(', ') + (list.length > MOST_ITEMS ? `, … (${list.length})` : ''))
}

function plain(text: string): CellText {
  const line = text.slice(0, LONGEST + 1).replaceAll(/\s+/gu, ' ')
  return { text: text.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line, isRemark: false }
}

function remark(text: string): CellText {
  return { text, isRemark: true }
}
