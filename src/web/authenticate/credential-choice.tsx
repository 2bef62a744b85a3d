import type { Connector } from '../../contract/connector.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { ShowMore } from '../flow/show-more.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './credential-choice.module.css'
import { CredentialGrid } from './credential-grid.tsx'
import { CredentialTile, radioId } from './credential-tile.tsx'
import type { Credentials } from './use-credentials.ts'

type CredentialChoiceProps = {
  connector: Connector
  credentials: Credentials
  chosenId: string | undefined
  onChoose: (id: string) => void
  onAdd: () => void
  onAddLikely: () => void
  arrivingId: string | null
  onArrived: () => void
}

/** The grid of credentials, or what there is in its place: being loaded, none yet, not to be had. */
export function CredentialChoice(props: CredentialChoiceProps) {
  const { connector, credentials, chosenId, onChoose, onAdd, onAddLikely, arrivingId, onArrived } = props
  const { list, lone, shown, total } = credentials
  const now = useNow()
  return (
    <>
      {lone.isError && !credentials.isGone && (
        <div className={styles['above']}>
          <FailedNotice
            title="The chosen credential could not be loaded."
            failure={lone.error}
            onRetry={() => void lone.refetch()}
            isRetrying={lone.isFetching}
          />
        </div>
      )}
      <CredentialGrid
        onAdd={onAdd}
        onAddLikely={onAddLikely}
        tiles={
          shown &&
          shown.length > 0 &&
          shown.map((credential) => (
            <CredentialTile
              key={credential.id}
              connector={connector}
              credential={credential}
              now={now}
              isChosen={credential.id === chosenId}
              onChoose={() => onChoose(credential.id)}
              isArriving={credential.id === arrivingId}
              onArrived={onArrived}
            />
          ))
        }
      >
        {list.isPending && (
          <Loading words="Loading the credentials…">
            <Bone shape="tile" />
            <Bone shape="tile" />
          </Loading>
        )}
        {list.isError && !shown && (
          <FailedNotice
            title="The credentials could not be loaded."
            failure={list.error}
            onRetry={() => void list.refetch()}
            isRetrying={list.isFetching}
          />
        )}
        {shown?.length === 0 && (
          <p className={styles['empty']}>
            There is no {connector.name} credential yet: add the first, and it can be used by every data flow.
          </p>
        )}
      </CredentialGrid>
      {total && total.count > 0 && (
        <ShowMore
          list={list}
          pages={list.data?.pages.map((page) => page.credentials.map(({ id }) => radioId(id))) ?? []}
          total={totalInWords(total)}
        />
      )}
    </>
  )
}

function totalInWords({ count, isAtLeast }: { count: number; isAtLeast: boolean }): string {
  const number = new Intl.NumberFormat('en').format(count)
  if (isAtLeast) return `${number} credentials or more`
  return count === 1 ? '1 credential' : `${number} credentials`
}
