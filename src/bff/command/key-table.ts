import type { ListedDataPlaneKey } from '../store/data-plane-keys.ts'

/** For people: a line a key, in columns, times in UTC. */
export function toKeyTable(keys: readonly ListedDataPlaneKey[]): string {
  const lines = [HEAD, ...keys.map(toCells)]
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
  return lines
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

const HEAD = ['NAME', 'CONNECTOR', 'CREATED', 'BY', 'LAST USED', 'REVOKED', 'ID']

function toCells(key: ListedDataPlaneKey): string[] {
  const { name, connector, createdAt, createdBy, lastUsedAt, revokedAt, id } = key
  return [name, connector, toMinute(createdAt), createdBy, toMinute(lastUsedAt), toMinute(revokedAt), id]
}

function toMinute(time: string | null): string {
  return time === null ? '-' : `${time.slice(0, 16)}Z`
}
