import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Refusal } from '../credential-access/refusal.ts'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { DialogTitle } from '../ui/dialog.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './details-heading.module.css'
import { EditInPlace } from './edit-in-place.tsx'
import type { OpenEdits } from './open-edits.ts'

type DetailsHeadingProps = {
  connector: Connector
  credential: Credential
  edits: OpenEdits
  refusal: Refusal | null
  /** The panel was opened to edit the name. */
  begins: boolean
}

/** The panel's title is the credential's name, and can be edited where it stands. */
export function DetailsHeading({ connector, credential, edits, refusal, begins }: DetailsHeadingProps) {
  return (
    <div className={styles['heading']}>
      <ConnectorMark connector={connector.id} />
      <div className={styles['words']}>
        {/* Not the text that is edited: the panel keeps its name while that is a field. */}
        <VisuallyHidden>
          <DialogTitle>{credential.name}</DialogTitle>
        </VisuallyHidden>
        <EditInPlace
          connector={connector}
          credential={credential}
          field="name"
          edits={edits}
          refusal={refusal}
          begins={begins}
        >
          <span className={styles['name']} dir="auto" aria-hidden="true">
            {credential.name}
          </span>
        </EditInPlace>
        <p className={styles['connector']}>{connector.name} credential</p>
      </div>
    </div>
  )
}
