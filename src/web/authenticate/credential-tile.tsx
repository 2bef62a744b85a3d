import { useEffect, useRef } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { CredentialSummary, summaryIds } from './credential-summary.tsx'
import styles from './credential-tile.module.css'

type CredentialTileProps = {
  connector: Connector
  credential: Credential
  now: number
  isChosen: boolean
  onChoose: () => void
  /** It was just added, or picked in the overlay, which is gone now: it wants to be seen and to have the focus. */
  isArriving: boolean
  onArrived: () => void
}

/** The element that takes the focus for a credential's tile. */
export function radioId(id: string): string {
  return `choose-${id}`
}

/** One credential of the radio group: the whole tile is the radio's label. */
export function CredentialTile(props: CredentialTileProps) {
  const { connector, credential, now, isChosen, onChoose, isArriving, onArrived } = props
  const radio = useRef<HTMLInputElement>(null)
  const ids = summaryIds(credential)

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
    <label className={styles['tile']}>
      <CredentialSummary connector={connector} credential={credential} now={now} hasControl />
      <input
        ref={radio}
        id={radioId(credential.id)}
        className={styles['radio']}
        type="radio"
        name="credential"
        value={credential.id}
        checked={isChosen}
        onChange={onChoose}
        aria-labelledby={ids.name}
        aria-describedby={ids.described}
      />
    </label>
  )
}
