import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Resource } from '../../contract/resource.ts'
import { credentialQuery } from '../api/credentials.ts'
import { isNotFound } from '../api/request.ts'
import { ConfigureForm } from '../configure/configure-form.tsx'
import { presetRegion } from '../configure/endpoint-field.tsx'
import { refusedControl } from '../credential-access/refusal.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { kindWords } from '../flow/kind-words.ts'
import { Bone, Loading } from '../flow/loading.tsx'
import { Screen } from '../flow/screen.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Question } from '../ui/question.tsx'
import { ageInWords } from '../ui/relative-time.ts'
import { useNow } from '../ui/use-now.ts'
import { ChooseCredential } from './choose-credential.tsx'
import { GoneScreen } from './gone-screen.tsx'
import { HiddenCredentialNotice } from './hidden-credential-notice.tsx'
import { LookBar } from './look-bar.tsx'
import { RemoveQuestion } from './remove-question.tsx'
import styles from './resource-editor.module.css'
import { toFlowDraft, withChange } from './resource-draft.ts'
import { SaveBar } from './save-bar.tsx'
import { SaveTroubleNotice } from './save-trouble-notice.tsx'
import { useLeaveQuestion } from './use-leave-question.ts'
import { useResourceEdit } from './use-resource-edit.ts'

const FORM = 'resource'

type ResourceEditorProps = {
  resource: Resource
  connector: Connector
  /** Latchkey has it no more, says the last answer. */
  isGone: boolean
}

/** The form that a source or destination was made with, over what was saved. */
export function ResourceEditor({ resource, connector, isGone }: ResourceEditorProps) {
  const client = useQueryClient()
  const now = useNow()
  const edit = useResourceEdit(resource)
  const { base, draft, changeDraft, isUnsaved, saving, trouble } = edit
  const credential = useQuery(credentialQuery(draft.credentialId))
  // Nothing that is used can be deleted: what is not found is not shared.
  const isHidden = isNotFound(credential.error)
  const question = useLeaveQuestion(isUnsaved)
  const [over, setOver] = useState<'choose' | 'remove' | null>(null)
  const refusalId = useId()
  const refusal = resource.mayChange
    ? null
    : {
        id: refusalId,
        words: `Only its owner and admins of your organisation can change it. ${base.owner.name} owns it.`,
      }
  const control = (way: 'choose' | 'remove') => (refusal ? refusedControl(refusal) : { onClick: () => setOver(way) })
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (trouble) notice.current?.focus()
  }, [trouble])

  function choose(chosen: Credential) {
    setOver(null)
    if (chosen.id === draft.credentialId) return
    // What the list has of it is enough to go on with: the form below must not give way to its loading.
    client.setQueryData(credentialQuery(chosen.id).queryKey, chosen)
    saving.forgetCode('credentialId')
    changeDraft((before) => ({
      ...before,
      credentialId: chosen.id,
      region: before.region && (presetRegion(connector, chosen) ?? null),
    }))
    announce(`“${chosen.name}” is used once you save the changes.`)
  }

  // What somebody has typed does not go with what somebody else removes.
  if (isGone && !isUnsaved) return <GoneScreen />
  return (
    <Screen
      title={base.name}
      pageTitle={`${base.name} · ${kindWords[base.kind].name}`}
      sentence={
        <>
          {kindWords[base.kind].name} · {connector.name} · made {ageInWords(base.createdAt, now)} by{' '}
          <bdi>{base.owner.name}</bdi>
        </>
      }
      actions={
        <Button aria-haspopup="dialog" {...control('remove')}>
          <Trash2 size={16} aria-hidden />
          Remove
        </Button>
      }
      bottomBar={
        refusal ? (
          <LookBar refusal={refusal} />
        ) : (
          <SaveBar form={FORM} isUnsaved={isUnsaved} isSaved={edit.isSaved} isSaving={saving.isSaving} />
        )
      }
    >
      {credential.isPending && (
        <Loading words="Loading its credential…">
          <Bone shape="tile" />
        </Loading>
      )}
      {isHidden && (
        <HiddenCredentialNotice
          kind={base.kind}
          name={base.credential.name}
          onChoose={resource.mayChange ? () => setOver('choose') : null}
        />
      )}
      {credential.isError && !credential.data && !isHidden && (
        <FailedNotice
          title="Its credential could not be loaded."
          failure={credential.error}
          onRetry={() => void credential.refetch()}
          isRetrying={credential.isFetching}
        />
      )}
      {credential.data && !isHidden && (
        <ConfigureForm
          id={FORM}
          kind={base.kind}
          connector={connector}
          credential={credential.data}
          credentialAction={
            <div className={styles['change']}>
              <Button aria-haspopup="dialog" {...control('choose')}>
                Change credential
              </Button>
              {saving.codes['credentialId'] && (
                <p className={styles['refused']} role="alert">
                  This credential cannot be used any more. Choose another.
                </p>
              )}
            </div>
          }
          draft={toFlowDraft(draft)}
          changeDraft={(change) => changeDraft((before) => withChange(before, change))}
          saving={saving}
          isReadOnly={refusal !== null}
        />
      )}
      {trouble && (
        <div className={styles['trouble']} role="alert">
          <SaveTroubleNotice
            ref={notice}
            connector={connector}
            kind={base.kind}
            trouble={trouble}
            onKeepMine={edit.keepMine}
            onTakeTheirs={edit.takeTheirs}
          />
        </div>
      )}
      {over === 'choose' && (
        <ChooseCredential
          connector={connector}
          currentId={draft.credentialId}
          onChoose={choose}
          onClosed={() => setOver(null)}
        />
      )}
      {over === 'remove' && (
        // As it was last read, and not as the edit began from: it is gone whatever was typed.
        <RemoveQuestion resource={resource} onCancel={() => setOver(null)} onRemoved={question.letGo} />
      )}
      {question.isAsked && (
        <Question
          title="Leave without saving?"
          text={`What you changed about “${base.name}” is not saved, and would be lost.`}
          confirm={{ label: 'Discard changes', onConfirm: question.leave }}
          cancel="Keep editing"
          onCancel={question.stay}
        />
      )}
    </Screen>
  )
}
