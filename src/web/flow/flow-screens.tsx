import { useQuery } from '@tanstack/react-query'
import { Link, Redirect } from 'wouter'
import type { Connector } from '../../contract/connector.ts'
import type { Resource } from '../../contract/resource.ts'
import { connectorsQuery } from '../api/connectors.ts'
import { AuthenticateScreen } from '../authenticate/authenticate-screen.tsx'
import { forgetPlace } from '../authenticate/scroll-memory.ts'
import type { ConfigureForm } from '../configure/configure-form.tsx'
import { buttonClass } from '../ui/button.tsx'
import { type Chunk, useChunk } from '../ui/use-chunk.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConfigureScreen } from './configure-screen.tsx'
import { clearFlowDraft, type FlowDraft, unfinishedStep, useFlowDraft } from './flow-draft.ts'
import { FailedNotice } from './failed-notice.tsx'
import { kindWords } from './kind-words.ts'
import { Bone, Loading } from './loading.tsx'
import { dataFlowsPath, type FlowPlace, stepPath, steps, stepTitles } from './paths.ts'
import { Screen } from './screen.tsx'
import { SelectScreen } from './select-screen.tsx'

type FlowScreensProps = {
  place: FlowPlace
  /** The source or destination was made; its draft is cleared. */
  onMade: (resource: Resource) => void
}

const loadConfigureForm = () => import('../configure/configure-form.tsx').then(({ ConfigureForm }) => ConfigureForm)

/** Select → Authenticate → Configure, over one draft. */
export function FlowScreens({ place, onMade }: FlowScreensProps) {
  const { kind, step } = place
  const connectors = useQuery(connectorsQuery)
  const [draft, changeDraft] = useFlowDraft(kind, connectors.data)

  // Whoever has chosen a credential goes there next.
  const isFormLikely = step === 'configure' || (step === 'authenticate' && draft.credentialId !== undefined)
  const form = useChunk(loadConfigureForm, isFormLikely)

  if (!connectors.data) {
    return (
      <Screen
        title={stepTitles[step]}
        pageTitle={`${stepTitles[step]} · ${kindWords[kind].begin}`}
        bottomBar={
          <BottomBar
            actions={
              <Link className={buttonClass('secondary')} href={dataFlowsPath}>
                Back
              </Link>
            }
          />
        }
      >
        {connectors.isError ? (
          <FailedNotice
            title="The connectors could not be loaded."
            failure={connectors.error}
            onRetry={() => void connectors.refetch()}
            isRetrying={connectors.isFetching}
          />
        ) : (
          <Loading words="Loading the connectors…">
            <Bone shape="tile" />
          </Loading>
        )}
      </Screen>
    )
  }

  // A connector that Latchkey no longer has counts as none.
  const connector = connectors.data.find(({ id }) => id === draft.connector)
  const unfinished = unfinishedStep(connector ? draft : {})
  if (steps.indexOf(step) > steps.indexOf(unfinished)) return <Redirect to={stepPath(kind, unfinished)} replace />

  function handleMade(resource: Resource) {
    clearFlowDraft(kind)
    forgetPlace()
    onMade(resource)
  }

  return (
    <StepScreen {...{ place, draft, changeDraft, connectors: connectors.data, connector, form }} onMade={handleMade} />
  )
}

type StepScreenProps = FlowScreensProps & {
  draft: FlowDraft
  changeDraft: (change: FlowDraft) => void
  connectors: Connector[]
  connector: Connector | undefined
  form: Chunk<typeof ConfigureForm>
}

function StepScreen({ place, draft, changeDraft, connectors, connector, form, onMade }: StepScreenProps) {
  const { kind, step } = place
  if (step === 'select' || !connector) {
    return <SelectScreen kind={kind} connectors={connectors} draft={draft} changeDraft={changeDraft} />
  }
  if (step === 'authenticate') {
    return <AuthenticateScreen place={place} connector={connector} draft={draft} changeDraft={changeDraft} />
  }
  return <ConfigureScreen {...{ kind, connector, draft, changeDraft, form, onMade }} />
}
