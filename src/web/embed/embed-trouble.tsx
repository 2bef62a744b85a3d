import { Button } from '../ui/button.tsx'
import styles from './embed-card.module.css'
import { EmbedCard } from './embed-card.tsx'
import type { Trouble } from './embedding.ts'
import type { HostPage } from './host-page.ts'
import { troubleWords } from './trouble-words.ts'
import { useShown } from './use-shown.ts'

type EmbedTroubleProps = { host: HostPage; trouble: Trouble; onTryAgain: () => void }

/** Why nothing else is shown, and what can be done about it. */
export function EmbedTrouble({ host, trouble, onTryAgain }: EmbedTroubleProps) {
  const { title, text } = troubleWords[trouble]
  const leave = () => host.send({ type: 'closed' })
  useShown(host, true)
  return (
    <EmbedCard onEscape={leave}>
      <div role="alert">
        <h1 className={styles['title']} tabIndex={-1}>
          {title}
        </h1>
        <p className={styles['text']}>{text}</p>
      </div>
      <div className={styles['ways']}>
        <Button onClick={leave}>Close</Button>
        <Button variant="primary" onClick={onTryAgain}>
          Try again
        </Button>
      </div>
    </EmbedCard>
  )
}
