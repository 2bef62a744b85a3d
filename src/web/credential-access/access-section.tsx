import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import type { Grant } from '../../contract/access.ts'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { credentialAccessQuery } from '../api/credential-access.ts'
import { Section } from '../credential-details/section.tsx'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import styles from './access-section.module.css'
import { ownAccessInWords } from './access-words.ts'
import { GrantList } from './grant-list.tsx'
import { refusalInWords } from './refusal.ts'
import { ShareForm } from './share-form.tsx'
import type { Asker } from './use-asker.ts'

type AccessSectionProps = {
  connector: Connector
  credential: Credential
  asker: Asker
  /** The panel was opened to share. */
  begins: boolean
  /** The field in which people are searched for. */
  field: RefObject<HTMLInputElement | null>
  /** The person has given their own access up. */
  onLost: () => void
}

const none: Grant[] = []

/** Whose a credential is, with whom it is shared, and for whoever may, the ways to change that. */
export function AccessSection({ connector, credential, asker, begins, field, onLost }: AccessSectionProps) {
  const access = useQuery(credentialAccessQuery(credential.id))
  const [isAll, setIsAll] = useState(false)
  const own = ownAccessInWords(credential, asker.role)
  const mayShare = refusalInWords(credential, asker.role, 'share') === null

  useEffect(() => {
    if (begins) field.current?.focus()
  }, [begins, field])

  return (
    <Section title="Access">
      {own && <p className={styles['own']}>{own}</p>}
      {mayShare && (
        <ShareForm
          connector={connector}
          credential={credential}
          grants={access.data?.grants ?? none}
          field={field}
          // Who comes last is to be seen.
          onShared={() => setIsAll(true)}
        />
      )}
      {access.isPending && (
        <Loading words="Loading who has access…">
          <Bone shape="row" />
        </Loading>
      )}
      {access.isError && !access.data && (
        <FailedNotice
          title="Who has access could not be loaded."
          failure={access.error}
          onRetry={() => void access.refetch()}
          isRetrying={access.isFetching}
        />
      )}
      {access.data && (
        <GrantList
          connector={connector}
          credential={credential}
          access={access.data}
          asker={asker}
          mayShare={mayShare}
          isAll={isAll}
          onShowAll={() => setIsAll(true)}
          onLost={onLost}
        />
      )}
    </Section>
  )
}
