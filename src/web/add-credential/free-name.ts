import type { NamedCredential } from '../../contract/credential.ts'
import { countCodePoints, NAME_LENGTH } from '../../contract/text.ts'

/** A workspace's name as a credential's, told apart from those of its others: "Acme", "Acme 2". */
export function toFreeName(workspace: string, others: readonly NamedCredential[]): string {
  const taken = new Set(others.map(({ name }) => name.toLocaleLowerCase()))
  const room = NAME_LENGTH - 4
  // Half a character is none.
  const base = countCodePoints(workspace) > room ? workspace.slice(0, room).replace(/[\ud800-\udbff]$/u, '') : workspace
  for (let count = 2, name = base; ; count += 1) {
    if (!taken.has(name.toLocaleLowerCase())) return name
    name = `${base} ${count}`
  }
}
