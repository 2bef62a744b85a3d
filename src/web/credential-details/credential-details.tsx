import type { RefObject } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { AccessSection } from '../credential-access/access-section.tsx'
import type { Refusal } from '../credential-access/refusal.ts'
import type { Asker } from '../credential-access/use-asker.ts'
import { LastDay } from '../credential-usage/last-day.tsx'
import { Checks } from './checks.tsx'
import styles from './credential-details.module.css'
import { CredentialFacts } from './credential-facts.tsx'
import { EditInPlace } from './edit-in-place.tsx'
import { History } from './history.tsx'
import type { DetailsAction } from './open-details.ts'
import type { OpenEdits } from './open-edits.ts'
import { Section } from './section.tsx'
import { UsedBy } from './used-by.tsx'

type CredentialDetailsProps = {
  connector: Connector
  credential: Credential
  edits: OpenEdits
  asker: Asker
  /** Why the person who looks may not change it; null where they may. */
  refusal: Refusal | null
  /** What the panel was opened for. */
  action: DetailsAction | undefined
  /** The field in which people are searched for, to share it with. */
  shareField: RefObject<HTMLInputElement | null>
  onReplace: () => void
  /** The person has given their own access up. */
  onLost: () => void
}

/** All there is to know of a credential, part by part. */
export function CredentialDetails(props: CredentialDetailsProps) {
  const { connector, credential, edits, asker, refusal, action, shareField, onReplace, onLost } = props
  return (
    <>
      <Section title="What it is">
        <EditInPlace connector={connector} credential={credential} field="description" edits={edits} refusal={refusal}>
          <p className={credential.description ? styles['description'] : styles['none']} dir="auto">
            {credential.description || 'No description yet'}
          </p>
        </EditInPlace>
        <CredentialFacts connector={connector} credential={credential} />
      </Section>
      <Checks
        connector={connector}
        credential={credential}
        refusal={refusal}
        begins={action === 'check'}
        onReplace={onReplace}
      />
      <LastDay connector={connector} credential={credential} />
      <UsedBy credential={credential} />
      <AccessSection
        connector={connector}
        credential={credential}
        asker={asker}
        begins={action === 'share'}
        field={shareField}
        onLost={onLost}
      />
      <History connector={connector} credential={credential} />
    </>
  )
}
