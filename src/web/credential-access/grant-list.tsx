import { useEffect, useRef, useState } from 'react'
import type { CredentialAccess, Grant } from '../../contract/access.ts'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './access-section.module.css'
import { GrantRow } from './grant-row.tsx'
import { OwnerRow } from './owner-row.tsx'
import { RemovedRow } from './removed-row.tsx'
import type { Asker } from './use-asker.ts'

/** More than this are not all shown at once: what stands below them in the panel would be out of reach. */
const MOST = 10
const FEW = 8

type GrantListProps = {
  connector: Connector
  credential: Credential
  access: CredentialAccess
  asker: Asker
  mayShare: boolean
  /** All are shown, however many. */
  isAll: boolean
  onShowAll: () => void
  onLost: () => void
}

/** Whoever has access, the owner first. Who was removed here keeps their place, for as long as the list is open. */
export function GrantList(props: GrantListProps) {
  const { connector, credential, access, asker, mayShare, isAll, onShowAll, onLost } = props
  const { owner, grants } = access
  const now = useNow()
  const [removed, setRemoved] = useState<{ grant: Grant; place: number }[]>([])
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    // With whichever drawing it comes: the list is told by another way than whoever asked for the change.
    const row = wanted.current !== null && document.querySelector<HTMLElement>(`#${CSS.escape(wanted.current)}`)
    if (!row) return
    row.focus()
    wanted.current = null
  })
  const isThere = new Set(grants.map(rowId))
  const rows = removed
    .filter(({ grant }) => !isThere.has(rowId(grant)))
    .toReversed()
    .reduce((all, { grant, place }) => all.toSpliced(place, 0, grant), grants)
  const shown = isAll || rows.length <= MOST ? rows : rows.slice(0, FEW)

  function showAll() {
    const next = rows[FEW]
    if (next) wanted.current = rowId(next)
    onShowAll()
  }

  function forget(grant: Grant) {
    setRemoved((before) => before.filter((other) => rowId(other.grant) !== rowId(grant)))
  }

  function keepPlace(grant: Grant) {
    const place = rows.findIndex((row) => rowId(row) === rowId(grant))
    setRemoved((before) => [...before.filter((other) => rowId(other.grant) !== rowId(grant)), { grant, place }])
  }

  return (
    <div>
      <ul className={styles['list']} aria-label="Who has access">
        <OwnerRow connector={connector} credential={credential} owner={owner} asker={asker} />
        {shown.map((grant) =>
          isThere.has(rowId(grant)) ? (
            <GrantRow
              key={rowId(grant)}
              id={rowId(grant)}
              credential={credential}
              grant={grant}
              asker={asker}
              mayShare={mayShare}
              now={now}
              onUnshared={() => keepPlace(grant)}
              onLost={onLost}
            />
          ) : (
            <RemovedRow
              key={`${rowId(grant)}-removed`}
              credential={credential}
              grant={grant}
              onUndone={() => {
                wanted.current = rowId(grant)
                forget(grant)
              }}
            />
          ),
        )}
      </ul>
      {shown.length < rows.length && (
        <Button className={styles['all']} onClick={showAll}>
          Show all {rows.length}
        </Button>
      )}
    </div>
  )
}

function rowId({ grantee }: Grant): string {
  return `access-${grantee.kind}-${grantee.id}`
}
