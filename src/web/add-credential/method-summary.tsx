import type { Connector } from '../../contract/connector.ts'
import { GuideText } from './guide-text.tsx'
import styles from './method-summary.module.css'

/** For whom which method is: to be read before a secret of the wrong kind is pasted. */
export function MethodSummary({ methods }: { methods: Connector['methods'] }) {
  return (
    <dl className={styles['methods']}>
      {methods.map(({ id, name, summary, available }) => (
        <div key={id} className={styles['method']}>
          <dt>
            {name}
            {!available && <span className={styles['later']}> · not available yet</span>}
          </dt>
          <dd>
            <GuideText text={summary} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
