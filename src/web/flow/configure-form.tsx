import { type FormEvent, useRef } from 'react'
import { CredentialSummary } from '../authenticate/credential-summary.tsx'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { NAME_LENGTH } from '../../contract/text.ts'
import { Field } from '../ui/field.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './configure-form.module.css'
import type { FlowDraft } from './flow-draft.ts'
import { EndpointField, presetRegion } from './endpoint-field.tsx'
import { inputInWords } from './input-words.ts'
import { kindWords } from './kind-words.ts'
import { SaveFailed } from './save-failed.tsx'
import type { ResourceSaving } from './use-save-resource.ts'

type ConfigureFormProps = {
  id: string
  kind: ResourceKind
  connector: Connector
  credential: Credential
  draft: FlowDraft
  changeDraft: (change: FlowDraft) => void
  saving: ResourceSaving
}

/** The chosen credential, and the two things that are left to say. */
export function ConfigureForm(props: ConfigureFormProps) {
  const { id, kind, connector, credential, draft, changeDraft, saving } = props
  const now = useNow()
  const name = useRef<HTMLInputElement>(null)
  const label = `${kindWords[kind].name} Name`
  const region = draft.region ?? presetRegion(connector, credential)

  async function submit() {
    const codes = await saving.save({
      kind,
      connector: connector.id,
      credentialId: credential.id,
      name: draft.name ?? '',
      ...(region && { region }),
    })
    if (codes['name']) name.current?.focus()
  }

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    void submit()
  }

  return (
    <form id={id} className={styles['form']} noValidate onSubmit={handleSubmit}>
      <section className={styles['card']} aria-label="Credential">
        <CredentialSummary connector={connector} credential={credential} now={now} />
      </section>
      <Field
        label={label}
        required
        error={saving.codes['name'] && inputInWords(saving.codes['name'], label, NAME_LENGTH)}
      >
        {(control) => (
          <input
            {...control}
            ref={name}
            type="text"
            dir="auto"
            autoComplete="off"
            readOnly={saving.isSaving}
            value={draft.name ?? ''}
            onChange={(event) => {
              changeDraft({ name: event.target.value })
              saving.forgetCode('name')
            }}
          />
        )}
      </Field>
      <EndpointField
        connector={connector}
        credential={credential}
        region={region}
        isRefused={saving.codes['region'] !== undefined}
        isReadOnly={saving.isSaving}
        onChange={(chosen) => {
          changeDraft({ region: chosen })
          saving.forgetCode('region')
        }}
      />
      <SaveFailed failure={saving.failure} kind={kind} />
    </form>
  )
}
