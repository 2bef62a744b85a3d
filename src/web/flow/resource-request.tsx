import type { Resource } from '../../contract/resource.ts'
import styles from './resource-request.module.css'

/** What a source reads, or a destination writes: `GET /contacts`. */
export function ResourceRequest({ configuration }: Pick<Resource, 'configuration'>) {
  const words = requestInWords(configuration)
  return words ? <code className={styles['request']}>{words}</code> : 'Not configured yet'
}

/** Null while nobody has said what it is. */
export function requestInWords(configuration: Resource['configuration']): string | null {
  return configuration && `${'method' in configuration ? configuration.method : 'GET'} ${configuration.path}`
}
