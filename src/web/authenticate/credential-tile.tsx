import { type CSSProperties, memo, useEffect, useRef } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { sharingInWords } from '../credential-access/access-words.ts'
import { CredentialSummary, summaryIds } from './credential-summary.tsx'
import styles from './credential-tile.module.css'
import { TileActions, type TileActionsProps } from './tile-actions.tsx'

type CredentialTileProps = Omit<TileActionsProps, 'credential'> & {
  connector: Connector
  credential: Credential
  now: number
  isChosen: boolean
  onChoose: (credential: Credential) => void
  /** It was just added, or picked in the overlay, which is gone now: it wants to be seen and to have the focus. */
  isArriving: boolean
  onArrived: () => void
  /** Its place among all, counted from 1, whatever part of them is in the page. */
  position: number
  /** -1 where nobody has counted them to the end. */
  setSize: number
  /** Where it stands while its row is out of sight, so that the focus and the Tab key find it all the same. */
  away: CSSProperties | undefined
}

/** The element that takes the focus for a credential's tile. */
export function radioId(id: string): string {
  return `choose-${id}`
}

/**
 * One credential of the radio group: the whole tile is the radio's label, but for its menu, a press on which chooses
 * nothing. Rendered again only where something of it has changed: dozens of them are on the page.
 */
export const CredentialTile = memo(function CredentialTile(props: CredentialTileProps) {
  const { connector, credential, now, isChosen, onChoose, isArriving, onArrived, position, setSize, away, ...actions } =
    props
  const radio = useRef<HTMLInputElement>(null)
  const ids = summaryIds(credential)
  const sharing = sharingInWords(credential, actions.role)

  useEffect(() => {
    if (!isArriving) return
    // After the dialog that closes has put the focus back where it came from, which it does in a timer of its own.
    const timer = setTimeout(() => {
      radio.current?.labels?.[0]?.scrollIntoView({ block: 'nearest' })
      radio.current?.focus({ preventScroll: true })
      onArrived()
    })
    return () => clearTimeout(timer)
  }, [isArriving, onArrived])

  return (
    <div
      className={[styles['tile'], credential.status === 'failed' && styles['failed'], away && styles['away']]
        .filter(Boolean)
        .join(' ')}
      style={away}
      data-credential={credential.id}
    >
      <label className={styles['label']}>
        <CredentialSummary connector={connector} credential={credential} sharing={sharing} now={now} hasControls />
        <input
          ref={radio}
          id={radioId(credential.id)}
          className={styles['radio']}
          type="radio"
          name="credential"
          value={credential.id}
          checked={isChosen}
          onChange={() => onChoose(credential)}
          aria-labelledby={ids.name}
          aria-describedby={ids.described}
          aria-posinset={position}
          aria-setsize={setSize}
        />
      </label>
      <TileActions credential={credential} {...actions} />
    </div>
  )
})
