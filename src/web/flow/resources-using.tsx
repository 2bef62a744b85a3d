import { Link } from 'wouter'
import type { ListedResource } from '../../contract/listed-resource.ts'
import { dataFlowsPath } from './paths.ts'
import styles from './resources-using.module.css'

/** Says that the list holds only what uses one credential, and leads back to all of it. */
export function ResourcesUsing({ credential }: { credential: ListedResource['credential'] | undefined }) {
  return (
    <p className={styles['using']}>
      {credential ? (
        <span>
          Those that use <bdi className={styles['name']}>{credential.name}</bdi>
        </span>
      ) : (
        'No source or destination uses this credential.'
      )}
      <Link href={dataFlowsPath}>Show all data flows</Link>
    </p>
  )
}
