import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { regionInWords, workspaceInWords } from '../authenticate/account-words.ts'
import { SearchField } from '../authenticate/search-field.tsx'
import { StatusBadge } from '../authenticate/status-badge.tsx'
import { credentialsQuery } from '../api/credentials.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { ShowMore } from '../flow/show-more.tsx'
import { DialogTitle } from '../ui/dialog.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './choose-credential.module.css'

type ChooseCredentialProps = {
  connector: Connector
  /** The credential that is used now. */
  currentId: string
  onChoose: (credential: Credential) => void
  onClosed: () => void
}

/** Another credential of the same connector: pressing one takes it, to be saved with the rest. */
export function ChooseCredential({ connector, currentId, onChoose, onClosed }: ChooseCredentialProps) {
  const close = useRef<HTMLButtonElement>(null)
  const [search, setSearch] = useState('')
  const now = useNow()
  const list = useInfiniteQuery({
    ...credentialsQuery(connector.id, search ? { q: search } : {}),
    placeholderData: keepPreviousData,
  })
  const credentials = list.data?.pages.flatMap((page) => page.credentials)
  return (
    <SidePanel
      close={close}
      onDismiss={onClosed}
      focusFirst={() => close.current?.focus()}
      heading={<DialogTitle>Change credential</DialogTitle>}
    >
      <SearchField connector={connector} value={search} onChange={setSearch} />
      <div className={styles['list']}>
        {list.isPending && (
          <Loading words="Loading the credentials…">
            <Bone shape="row" />
            <Bone shape="row" />
          </Loading>
        )}
        {list.isError && !credentials && (
          <FailedNotice
            title="The credentials could not be loaded."
            failure={list.error}
            onRetry={() => void list.refetch()}
            isRetrying={list.isFetching}
          />
        )}
        {credentials?.length === 0 && <p className={styles['muted']}>No {connector.name} credential is like that.</p>}
        {credentials && credentials.length > 0 && (
          <ul className={styles['credentials']} aria-label={`${connector.name} credentials`}>
            {credentials.map((credential) => (
              <li key={credential.id}>
                <button
                  id={buttonId(credential)}
                  type="button"
                  className={styles['credential']}
                  aria-current={credential.id === currentId}
                  onClick={() => onChoose(credential)}
                >
                  <span className={styles['name']} dir="auto">
                    {credential.name}
                  </span>
                  <span className={styles['muted']}>
                    <bdi>{workspaceInWords(credential) ?? 'Workspace not known'}</bdi> ·{' '}
                    {regionInWords(connector, credential, 'shortName') ?? 'region not known'}
                  </span>
                  <span className={styles['status']}>
                    <StatusBadge credential={credential} now={now} />
                    {credential.id === currentId && <span className={styles['muted']}>In use now</span>}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <ShowMore list={list} pages={list.data?.pages.map((page) => page.credentials.map(buttonId)) ?? []} />
      </div>
    </SidePanel>
  )
}

function buttonId({ id }: Pick<Credential, 'id'>): string {
  return `take-${id}`
}
