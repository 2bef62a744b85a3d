import type { ListedResource } from '../../contract/listed-resource.ts'
import styles from './resource-request.module.css'

/** What a source reads, or a destination writes: `GET /contacts`. */
export function ResourceRequest({ request }: Pick<ListedResource, 'request'>) {
  const words = requestInWords(request)
  return words ? <code className={styles['request']}>{words}</code> : 'Not configured yet'
}

/** Null while nobody has said what it is. */
export function requestInWords(request: ListedResource['request']): string | null {
  return request && `${request.method} ${request.path}`
}
