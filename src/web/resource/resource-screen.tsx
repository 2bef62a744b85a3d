import { useQuery } from '@tanstack/react-query'
import { connectorsQuery } from '../api/connectors.ts'
import { isNotFound } from '../api/request.ts'
import { resourceQuery } from '../api/resource.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { Screen } from '../flow/screen.tsx'
import { Notice } from '../ui/notice.tsx'
import { GoneScreen } from './gone-screen.tsx'
import { ResourceEditor } from './resource-editor.tsx'

/** One source or destination that was saved: looked at, tried again, changed, removed. */
export function ResourceScreen({ id }: { id: string }) {
  const resource = useQuery(resourceQuery(id))
  const connectors = useQuery(connectorsQuery)
  const connector = connectors.data?.find(({ id: known }) => known === resource.data?.connector)
  const isGone = isNotFound(resource.error)

  if (resource.data && connector) {
    return <ResourceEditor resource={resource.data} connector={connector} isGone={isGone} />
  }
  if (isGone) return <GoneScreen />
  const failed = [resource, connectors].find((query) => query.isError && !query.data)
  return (
    <Screen title={resource.data?.name ?? 'Source or destination'} pageTitle={resource.data?.name ?? 'Data flow'}>
      {failed && (
        <FailedNotice
          title="It could not be loaded."
          failure={failed.error}
          onRetry={() => void failed.refetch()}
          isRetrying={failed.isFetching}
        />
      )}
      {!failed && resource.data && connectors.data && (
        <Notice tone="warning" title={`This ${resource.data.kind} cannot be shown.`}>
          <p>
            It is for the connector “<bdi>{resource.data.connector}</bdi>”, which this Latchkey does not have.
          </p>
        </Notice>
      )}
      {!failed && !(resource.data && connectors.data) && (
        <Loading words="Loading the source or destination…">
          <Bone shape="row" />
          <Bone shape="row" />
          <Bone shape="row" />
        </Loading>
      )}
    </Screen>
  )
}
