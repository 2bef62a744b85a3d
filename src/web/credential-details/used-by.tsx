import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Credential } from '../../contract/credential.ts'
import { resourcesQuery } from '../api/resources.ts'
import { DataFlowName } from '../flow/data-flow-name.tsx'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { kindWords } from '../flow/kind-words.ts'
import { Bone, Loading } from '../flow/loading.tsx'
import { usedByHref } from '../flow/resource-href.ts'
import { ShowMore } from '../flow/show-more.tsx'
import { screenHistory } from '../ui/screen-history.ts'
import { Section } from './section.tsx'
import styles from './used-by.module.css'

/** The sources and destinations that use a credential, each a link to where it stands. */
export function UsedBy({ credential }: { credential: Credential }) {
  const list = useInfiniteQuery(resourcesQuery(credential.id))
  const resources = list.data?.pages.flatMap((page) => page.resources)
  return (
    <Section
      title="Used by"
      action={
        resources &&
        resources.length > 1 &&
        screenHistory().hasEveryScreen && <Link href={usedByHref(credential.id)}>Show these data flows</Link>
      }
    >
      {list.isPending && (
        <Loading words="Loading what uses it…">
          <Bone shape="row" />
        </Loading>
      )}
      {list.isError && !resources && (
        <FailedNotice
          title="What uses it could not be loaded."
          failure={list.error}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {resources?.length === 0 && <p className={styles['empty']}>No source or destination uses it.</p>}
      {resources && resources.length > 0 && (
        <div>
          <ul className={styles['list']}>
            {resources.map(({ id, kind, name }) => (
              <li key={id}>
                <DataFlowName id={linkId(id)} href={usedByHref(credential.id, id)} className={styles['name']}>
                  <bdi>{name}</bdi>
                </DataFlowName>
                <span className={styles['kind']}>{kindWords[kind].name}</span>
              </li>
            ))}
          </ul>
          <ShowMore
            list={list}
            pages={list.data?.pages.map((page) => page.resources.map(({ id }) => linkId(id))) ?? []}
          />
        </div>
      )}
    </Section>
  )
}

function linkId(id: string): string {
  return `uses-${id}`
}
