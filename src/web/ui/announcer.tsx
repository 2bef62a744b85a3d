import { useSyncExternalStore } from 'react'
import styles from './visually-hidden.module.css'

let said = { turn: 0, text: '' }
const listeners = new Set<() => void>()

/** Has a screen reader say a sentence, politely. Without an {@link Announcer} on the page nothing happens. */
export function announce(text: string): void {
  said = { turn: said.turn + 1, text }
  for (const listener of listeners) listener()
}

/** The page's one live region: mounted once, and from the start, since a region that arrives with its text is not read. */
export function Announcer() {
  const { turn, text } = useSyncExternalStore(subscribe, () => said)
  return (
    <div className={styles['hidden']} role="status" aria-live="polite">
      {/* A new element each time: the same sentence twice in a row is otherwise said once. */}
      <span key={turn}>{text}</span>
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
