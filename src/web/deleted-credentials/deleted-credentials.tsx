import { useInfiniteQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef } from 'react'
import { deletedCredentialsQuery } from '../api/deleted-credentials.ts'
import { useAsker } from '../credential-access/use-asker.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { ShowMore } from '../flow/show-more.tsx'
import { DialogTitle } from '../ui/dialog.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { useNow } from '../ui/use-now.ts'
import { DeletedCredentialRow, deletedNameId } from './deleted-credential-row.tsx'
import styles from './deleted-credentials.module.css'

/** What was deleted in the last days: had back, or erased before its time. */
export function DeletedCredentials({ onClosed }: { onClosed: () => void }) {
  const list = useInfiniteQuery(deletedCredentialsQuery)
  const credentials = list.data?.pages.flatMap((page) => page.credentials)
  const close = useRef<HTMLButtonElement>(null)
  const now = useNow()
  const { role } = useAsker()
  const focusFirst = () => close.current?.focus()

  // A row that goes takes the focus that was in it along, whoever made it go. Before the browser gives it to anything.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) close.current?.focus()
  }, [credentials?.length])

  return (
    <SidePanel
      close={close}
      onDismiss={onClosed}
      focusFirst={focusFirst}
      heading={
        <>
          <DialogTitle>Recently deleted</DialogTitle>
          <p className={styles['muted']}>Kept for 7 days, and then erased for good.</p>
        </>
      }
    >
      {list.isPending && (
        <Loading words="Loading the deleted credentials…">
          <Bone shape="row" />
          <Bone shape="row" />
        </Loading>
      )}
      {list.isError && !credentials && (
        <FailedNotice
          title="The deleted credentials could not be loaded."
          failure={list.error}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {credentials?.length === 0 && <p className={styles['muted']}>Nothing was deleted in the last 7 days.</p>}
      {credentials && credentials.length > 0 && (
        <ul className={styles['list']} aria-label="Deleted credentials">
          {credentials.map((credential) => (
            <DeletedCredentialRow key={credential.id} credential={credential} role={role} now={now} />
          ))}
        </ul>
      )}
      {credentials && (
        <ShowMore
          list={list}
          pages={list.data?.pages.map((page) => page.credentials.map(({ id }) => deletedNameId(id))) ?? []}
        />
      )}
    </SidePanel>
  )
}
