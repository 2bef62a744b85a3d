import { Link } from 'wouter'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { ageInWords, timeInWords } from '../ui/relative-time.ts'
import { endpointInWords } from './endpoint-words.ts'
import { kindWords } from './kind-words.ts'
import styles from './resource-cards.module.css'
import { ResourceCredential } from './resource-credential.tsx'
import { resourceHref } from './resource-href.ts'
import type { ResourceRowsProps } from './resource-list.tsx'
import { resourceNameId } from './resource-name-id.ts'
import { ResourceRequest } from './resource-request.tsx'

export function ResourceCards({ resources, connectors, markedId, now, nameRef, onLikely }: ResourceRowsProps) {
  return (
    <ul className={styles['cards']} aria-label="Sources and destinations">
      {resources.map((resource) => {
        const connector = connectors.find(({ id }) => id === resource.connector)
        return (
          <li key={resource.id} className={styles['card']} aria-current={resource.id === markedId || undefined}>
            <div className={styles['head']}>
              <ConnectorMark connector={resource.connector} />
              <div className={styles['words']}>
                <h2 className={styles['name']} dir="auto">
                  <Link
                    ref={nameRef(resource.id)}
                    id={resourceNameId(resource.id)}
                    href={resourceHref(resource.id)}
                    onPointerEnter={onLikely}
                    onFocus={onLikely}
                  >
                    {resource.name}
                  </Link>
                </h2>
                <p className={styles['muted']}>
                  {kindWords[resource.kind].name} · {connector?.name ?? resource.connector} ·{' '}
                  <time dateTime={resource.createdAt} title={timeInWords(resource.createdAt)}>
                    {ageInWords(resource.createdAt, now)}
                  </time>
                </p>
              </div>
            </div>
            <ResourceCredential credential={resource.credential} now={now} />
            <p className={styles['muted']}>
              <ResourceRequest request={resource.request} /> · {endpointInWords(connector, resource.region)}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
