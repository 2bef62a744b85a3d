import styles from './embed-card.module.css'
import { EmbedCard } from './embed-card.tsx'

/** For whoever comes to the frame's address by itself. */
export function NotFramed() {
  return (
    <EmbedCard>
      <div>
        <h1 className={styles['title']}>There is nothing to see here by itself.</h1>
        <p className={styles['text']}>This page is shown inside the product that uses Latchkey. Open it there.</p>
      </div>
    </EmbedCard>
  )
}
