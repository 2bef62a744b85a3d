import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useSearch } from 'wouter'
import type { Resource } from '../../contract/resource.ts'
import { resourceKindSchema } from '../../contract/resource-kind.ts'
import { connectorsQuery } from '../api/connectors.ts'
import { resourcesQuery } from '../api/resources.ts'
import { announce } from '../ui/announcer.tsx'
import { buttonClass } from '../ui/button.tsx'
import styles from './data-flows-screen.module.css'
import { FailedNotice } from './failed-notice.tsx'
import { kindWords } from './kind-words.ts'
import { Bone, Loading } from './loading.tsx'
import { stepPath } from './paths.ts'
import { ResourceList } from './resource-list.tsx'
import { resourceNameId, resourceOfNameId } from './resource-name-id.ts'
import { ResourcesUsing } from './resources-using.tsx'
import { Screen } from './screen.tsx'
import { ShowMore } from './show-more.tsx'

type DataFlowsScreenProps = {
  /** A source or destination that was made a moment ago, to be pointed out once. */
  made: Resource | null
  onMadeShown: () => void
  /** The person is about to begin one: time to fetch those screens. */
  onFlowLikely: () => void
  /** The same of the screen of one that was made. */
  onResourceLikely: () => void
}

/** The sources and destinations made so far. */
export function DataFlowsScreen({ made, onMadeShown, onFlowLikely, onResourceLikely }: DataFlowsScreenProps) {
  const usedCredential = new URLSearchParams(useSearch()).get('credential') ?? undefined
  const markedId = resourceOfNameId(location.hash.slice(1))
  const [seenMark, setSeenMark] = useState<string | null>(null)
  const list = useInfiniteQuery(resourcesQuery(usedCredential))
  const connectors = useQuery(connectorsQuery)
  const resources = list.data?.pages.flatMap((page) => page.resources)

  const pointedId = made?.id ?? (markedId === seenMark ? null : markedId)
  const isOnItsWay = resources !== undefined && resources.every(({ id }) => id !== pointedId)
  const { hasNextPage, isFetching, fetchNextPage } = list

  useEffect(() => {
    // Whoever was led to one of them sees it, on whatever page it is.
    if (pointedId && isOnItsWay && hasNextPage && !isFetching) void fetchNextPage()
  }, [pointedId, isOnItsWay, hasNextPage, isFetching, fetchNextPage])

  function handlePointed() {
    setSeenMark(markedId)
    onMadeShown()
  }

  useEffect(() => {
    if (made) announce(`${kindWords[made.kind].name} “${made.name}” saved.`)
  }, [made])

  const begin = (
    <div className={styles['begin']}>
      {resourceKindSchema.options.map((kind) => (
        <Link
          key={kind}
          className={buttonClass(kind === 'source' ? 'primary' : 'secondary')}
          href={stepPath(kind, 'select')}
          onPointerEnter={onFlowLikely}
          onTouchStart={onFlowLikely}
          onFocus={onFlowLikely}
        >
          <Plus size={16} aria-hidden />
          {kindWords[kind].begin}
        </Link>
      ))}
    </div>
  )

  return (
    <Screen title="Data flows" pageTitle="Data flows" actions={(resources?.length || list.isError) && begin}>
      {list.isPending && (
        <Loading words="Loading sources and destinations…">
          <Bone shape="row" />
          <Bone shape="row" />
          <Bone shape="row" />
        </Loading>
      )}
      {list.isError && !resources && (
        <FailedNotice
          title="Sources and destinations could not be loaded."
          failure={list.error}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {usedCredential && resources && <ResourcesUsing credential={resources[0]?.credential} />}
      {resources?.length === 0 && !usedCredential && (
        <div className={styles['empty']}>
          <p>Nothing flows yet: make a source to read from a system, or a destination to write to one.</p>
          {begin}
        </div>
      )}
      {resources && resources.length > 0 && (
        <>
          <ResourceList
            resources={resources}
            connectors={connectors.data ?? []}
            pointedId={pointedId}
            onPointed={handlePointed}
            markedId={markedId}
            onLikely={onResourceLikely}
          />
          <ShowMore
            list={list}
            pages={list.data?.pages.map((page) => page.resources.map(({ id }) => resourceNameId(id))) ?? []}
          />
        </>
      )}
    </Screen>
  )
}
