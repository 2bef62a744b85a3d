import type { Connector } from '../../contract/connector.ts'

/** Permissions, by the connector's names for them, and what each is for. */
export function ScopeList({ scopes }: { scopes: Connector['scopes'] }) {
  if (scopes.length === 0) return null
  return (
    <ul>
      {scopes.map(({ id, name, purpose }) => (
        <li key={id}>
          <strong>{name}</strong>
          {purpose && `: ${purpose}`}
        </li>
      ))}
    </ul>
  )
}

/** Scopes by their ids; one that the connector does not know stands for itself. */
export function scopesOf(connector: Connector, ids: string[]): Connector['scopes'] {
  return ids.map((id) => connector.scopes.find((scope) => scope.id === id) ?? { id, name: id, purpose: '' })
}
