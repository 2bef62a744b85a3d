import type { Connector } from '../../contract/connector.ts'
import { GuideText } from '../secret/guide-text.tsx'
import styles from './set-up-needed.module.css'

/** In the place of Connect where nobody has set it up: what whoever runs Latchkey has to do. */
export function SetUpNeeded({ connector, setUp }: { connector: Connector; setUp: string[] }) {
  return (
    <section className={styles['needed']} aria-label="OAuth is not set up">
      <p className={styles['title']}>OAuth with {connector.name} is not set up here.</p>
      <p>Whoever runs Latchkey does it once:</p>
      <ol>
        {setUp.map((step) => (
          <li key={step}>
            <GuideText text={step} />
          </li>
        ))}
      </ol>
      <p>
        Latchkey’s documentation has it step by step, under <code>docs/{connector.id}-oauth.md</code>.
      </p>
    </section>
  )
}
