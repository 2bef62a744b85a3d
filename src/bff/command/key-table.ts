import type { ListedKey } from '../key/revoke-key.ts'

/** For people: a line a key, in columns, times in UTC. Host keys have pages. */
export function toKeyTable(keys: readonly ListedKey[]): string {
  const lines = [HEAD, ...keys.map(toCells)]
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
  return lines
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

const HEAD = ['NAME', 'TENANT', 'CONNECTOR', 'PAGES', 'CREATED', 'BY', 'LAST USED', 'REVOKED', 'ID']

function toCells(key: ListedKey): string[] {
  const { name, createdAt, createdBy, lastUsedAt, revokedAt, id } = key
  const lived = [toMinute(createdAt), createdBy, toMinute(lastUsedAt), toMinute(revokedAt), id]
  if (key.kind === 'data_plane') return [name, key.tenantId, key.connector, '-', ...lived]
  const pages = `${key.origins.join(' ')} (${key.role})`
  return [name, key.tenantId ?? 'any', key.connectors?.join(' ') ?? 'all', pages, ...lived]
}

function toMinute(time: string | null): string {
  return time === null ? '-' : `${time.slice(0, 16)}Z`
}
