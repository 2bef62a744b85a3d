import { ChevronRight } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import type { Connector } from '../../contract/connector.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { buttonClass } from '../ui/button.tsx'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { BottomBar } from './bottom-bar.tsx'
import type { FlowDraft } from './flow-draft.ts'
import { kindWords } from './kind-words.ts'
import { dataFlowsPath, stepPath, stepTitles } from './paths.ts'
import { Screen } from './screen.tsx'
import styles from './select-screen.module.css'

type SelectScreenProps = {
  kind: ResourceKind
  connectors: Connector[]
  draft: FlowDraft
  changeDraft: (change: FlowDraft) => void
}

/** Which system a source reads from or a destination writes to. Choosing one is all there is to do: it leads on. */
export function SelectScreen({ kind, connectors, draft, changeDraft }: SelectScreenProps) {
  const [, navigate] = useLocation()

  function choose(connector: Connector) {
    if (connector.id !== draft.connector) {
      changeDraft({ connector: connector.id, credentialId: undefined, region: undefined, configuration: undefined })
    }
    navigate(stepPath(kind, 'authenticate'))
  }

  return (
    <Screen
      title={stepTitles.select}
      pageTitle={`${stepTitles.select} · ${kindWords[kind].begin}`}
      sentence={kind === 'source' ? 'Choose where this source reads from.' : 'Choose where this destination writes to.'}
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
      <ul className={styles['grid']} aria-label="Connectors">
        {connectors.map((connector) => (
          <li key={connector.id}>
            <button className={styles['tile']} type="button" onClick={() => choose(connector)}>
              <ConnectorMark connector={connector.id} size={40} />
              <span className={styles['name']}>{connector.name}</span>
              {connector.id === draft.connector && <span className={styles['chosen']}>Chosen</span>}
              <ChevronRight className={styles['arrow']} size={18} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
