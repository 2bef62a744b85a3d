import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import type { Connector } from '../../contract/connector.ts'
import type { Resource } from '../../contract/resource.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { credentialQuery } from '../api/credentials.ts'
import { ProblemFailure } from '../api/request.ts'
import { announce } from '../ui/announcer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import type { ConfigureForm as Form } from '../configure/configure-form.tsx'
import type { Chunk } from '../ui/use-chunk.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ChunkFailed } from './chunk-failed.tsx'
import type { FlowDraft } from './flow-draft.ts'
import { FailedNotice } from './failed-notice.tsx'
import { kindWords } from './kind-words.ts'
import { Bone, Loading } from './loading.tsx'
import { stepPath, stepTitles } from './paths.ts'
import { Screen } from './screen.tsx'
import { useSaveResource } from './use-save-resource.ts'

type ConfigureScreenProps = {
  kind: ResourceKind
  connector: Connector
  draft: FlowDraft
  changeDraft: (change: FlowDraft) => void
  /** A chunk of its own. */
  form: Chunk<typeof Form>
  onMade: (resource: Resource) => void
}

const FORM = 'configure'

/** The last step: what the source or destination is called, where it calls, and what it reads or writes. */
export function ConfigureScreen({ kind, connector, draft, changeDraft, form, onMade }: ConfigureScreenProps) {
  const [, navigate] = useLocation()
  const credential = useQuery(credentialQuery(draft.credentialId ?? ''))
  const ConfigureForm = form.part
  const saving = useSaveResource({ draft, changeDraft, onMade })
  const isGone = credential.error instanceof ProblemFailure && credential.error.problem.code === 'not_found'

  useEffect(() => {
    if (!isGone) return
    changeDraft({ credentialId: undefined, region: undefined })
    announce('The credential chosen before is gone. Choose another.')
    navigate(stepPath(kind, 'authenticate'), { replace: true })
  }, [isGone, changeDraft, navigate, kind])

  return (
    <Screen
      title={stepTitles.configure}
      pageTitle={`${stepTitles.configure} · ${kindWords[kind].begin}`}
      sentence={`Give the ${kind} a name, and say what it ${kind === 'source' ? 'reads' : 'writes'}.`}
      bottomBar={
        <BottomBar
          actions={
            <>
              <Link className={buttonClass('secondary')} href={stepPath(kind, 'authenticate')}>
                Back
              </Link>
              <Button variant="primary" type="submit" form={FORM} aria-busy={saving.isSaving}>
                {saving.isSaving ? 'Saving…' : 'Save'}
              </Button>
            </>
          }
        />
      }
    >
      {form.hasFailed && <ChunkFailed title="This screen could not be loaded." onRetry={form.fetch} />}
      {!form.hasFailed && (credential.isPending || (credential.data && !ConfigureForm)) && (
        <Loading words="Loading the credential…">
          <Bone shape="tile" />
        </Loading>
      )}
      {credential.isError && !credential.data && (
        <FailedNotice
          title="The chosen credential could not be loaded."
          failure={credential.error}
          onRetry={() => void credential.refetch()}
          isRetrying={credential.isFetching}
        />
      )}
      {credential.data && ConfigureForm && (
        <ConfigureForm
          isNew
          id={FORM}
          kind={kind}
          connector={connector}
          credential={credential.data}
          draft={draft}
          changeDraft={changeDraft}
          saving={saving}
        />
      )}
    </Screen>
  )
}
