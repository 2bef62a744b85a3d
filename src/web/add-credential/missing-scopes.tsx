import type { Connector } from '../../contract/connector.ts'

/** The permissions a token lacks, by the connector's names for them where it has one. */
export function MissingScopes({ connector, missing }: { connector: Connector; missing: string[] | undefined }) {
  if (!missing?.length) return null
  return (
    <ul>
      {missing.map((id) => {
        const scope = connector.scopes.find((known) => known.id === id)
        return (
          <li key={id}>
            <strong>{scope?.name ?? id}</strong>
            {scope && `: ${scope.purpose}`}
          </li>
        )
      })}
    </ul>
  )
}
