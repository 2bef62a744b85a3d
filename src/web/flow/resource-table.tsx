import { Link } from 'wouter'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { ageInWords, timeInWords } from '../ui/relative-time.ts'
import { endpointInWords } from './endpoint-words.ts'
import { kindWords } from './kind-words.ts'
import { ResourceCredential } from './resource-credential.tsx'
import { resourceHref } from './resource-href.ts'
import type { ResourceRowsProps } from './resource-list.tsx'
import { resourceNameId } from './resource-name-id.ts'
import { ResourceRequest } from './resource-request.tsx'
import styles from './resource-table.module.css'

export function ResourceTable({ resources, connectors, markedId, now, nameRef, onLikely }: ResourceRowsProps) {
  return (
    <table className={styles['table']} aria-label="Sources and destinations">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
          <th scope="col">Connector</th>
          <th scope="col">Credential</th>
          <th scope="col">API endpoint</th>
          <th scope="col">Created</th>
        </tr>
      </thead>
      <tbody>
        {resources.map((resource) => {
          const connector = connectors.find(({ id }) => id === resource.connector)
          return (
            <tr key={resource.id} aria-current={resource.id === markedId || undefined}>
              <th scope="row" className={styles['name']} dir="auto">
                <Link
                  ref={nameRef(resource.id)}
                  id={resourceNameId(resource.id)}
                  href={resourceHref(resource.id)}
                  onPointerEnter={onLikely}
                  onFocus={onLikely}
                >
                  {resource.name}
                </Link>
              </th>
              <td>{kindWords[resource.kind].name}</td>
              <td>
                <span className={styles['connector']}>
                  <ConnectorMark connector={resource.connector} size={20} />
                  {connector?.name ?? resource.connector}
                </span>
              </td>
              <td>
                <ResourceCredential credential={resource.credential} now={now} />
              </td>
              <td className={styles['endpoint']}>
                <ResourceRequest request={resource.request} />
                <div>{endpointInWords(connector, resource.region)}</div>
              </td>
              <td className={styles['created']}>
                <time dateTime={resource.createdAt} title={timeInWords(resource.createdAt)}>
                  {ageInWords(resource.createdAt, now)}
                </time>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
