import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { LastDay } from '../credential-usage/last-day.tsx'
import { Checks } from './checks.tsx'
import styles from './credential-details.module.css'
import { CredentialFacts } from './credential-facts.tsx'
import { EditInPlace } from './edit-in-place.tsx'
import { History } from './history.tsx'
import type { OpenEdits } from './open-edits.ts'
import { Section } from './section.tsx'
import { UsedBy } from './used-by.tsx'

type CredentialDetailsProps = {
  connector: Connector
  credential: Credential
  edits: OpenEdits
  /** The panel was opened to check. */
  checksAtOnce: boolean
  onReplace: () => void
}

/** All there is to know of a credential, part by part. */
export function CredentialDetails(props: CredentialDetailsProps) {
  const { connector, credential, edits, checksAtOnce, onReplace } = props
  return (
    <>
      <Section title="What it is">
        <EditInPlace connector={connector} credential={credential} field="description" edits={edits}>
          <p className={credential.description ? styles['description'] : styles['none']} dir="auto">
            {credential.description || 'No description yet'}
          </p>
        </EditInPlace>
        <CredentialFacts connector={connector} credential={credential} />
      </Section>
      <Checks connector={connector} credential={credential} begins={checksAtOnce} onReplace={onReplace} />
      <LastDay connector={connector} credential={credential} />
      <UsedBy credential={credential} />
      <History connector={connector} credential={credential} />
    </>
  )
}
