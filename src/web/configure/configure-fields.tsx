import { type FormEvent, useEffect, useRef, useState } from 'react'
import { CredentialSummary } from '../authenticate/credential-summary.tsx'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import { NAME_LENGTH } from '../../contract/text.ts'
import { inputInWords } from '../flow/input-words.ts'
import { kindWords } from '../flow/kind-words.ts'
import { SaveFailed } from '../flow/save-failed.tsx'
import { Field } from '../ui/field.tsx'
import { useNow } from '../ui/use-now.ts'
import { atFormPlaces } from './blank-rows.ts'
import type { Configuration } from './configuration.ts'
import { ConfigurationFields } from './configuration-fields.tsx'
import styles from './configure-fields.module.css'
import type { ConfigureFormProps } from './configure-form.tsx'
import { EndpointField, presetRegion } from './endpoint-field.tsx'
import { TestPanel } from './test-panel.tsx'
import { toCreateResource } from './to-create-resource.ts'
import { useMistakes } from './use-mistakes.ts'

type ConfigureFieldsProps = Omit<ConfigureFormProps, 'isNew'> & {
  detail: ConnectorDetail
  /** Undefined while nobody has said. */
  configuration: Configuration | undefined
}

export function ConfigureFields(props: ConfigureFieldsProps) {
  const { id, kind, detail, credential, credentialAction, draft, changeDraft, saving, configuration } = props
  const isReadOnly = props.isReadOnly === true || saving.isSaving
  const now = useNow()
  const form = useRef<HTMLFormElement>(null)
  const label = `${kindWords[kind].name} Name`
  const region = draft.region ?? presetRegion(detail, credential)
  const mistakes = useMistakes({ detail, name: draft.name ?? '', configuration, codes: saving.codes })
  const [refusals, setRefusals] = useState(0)

  // After the fields have been drawn with what is wrong with them.
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-mistake]')?.focus()
  }, [refusals])

  async function save() {
    if (mistakes.look('save')) return setRefusals((before) => before + 1)
    const input = toCreateResource({ kind, detail, credential, draft, region, configuration })
    const codes = await saving.save(input, (found) => (configuration ? atFormPlaces(configuration, found) : found))
    if (Object.keys(codes).length > 0) setRefusals((before) => before + 1)
  }

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    // A question over the form is a part of it to React, though not to the page.
    if (event.target === form.current) void save()
  }

  function changeConfiguration(changed: Configuration, part: string) {
    const place = part === '' ? 'configuration' : `configuration/${part}`
    changeDraft({ configuration: changed })
    saving.forgetCode(place)
    mistakes.forget(place)
  }

  return (
    <form ref={form} id={id} className={styles['form']} noValidate onSubmit={handleSubmit}>
      <div className={styles['fields']}>
        <section className={styles['card']} aria-label="Credential">
          <CredentialSummary connector={detail} credential={credential} now={now} />
          {credentialAction}
        </section>
        <Field
          label={label}
          required
          error={mistakes.found['name'] && inputInWords(mistakes.found['name'], label, NAME_LENGTH)}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              dir="auto"
              autoComplete="off"
              readOnly={isReadOnly}
              value={draft.name ?? ''}
              onChange={(event) => {
                changeDraft({ name: event.target.value })
                saving.forgetCode('name')
              }}
            />
          )}
        </Field>
        <EndpointField
          connector={detail}
          credential={credential}
          region={region}
          isRefused={mistakes.found['region'] !== undefined}
          isReadOnly={isReadOnly}
          onChange={(chosen) => {
            changeDraft({ region: chosen })
            saving.forgetCode('region')
            mistakes.forget('region')
          }}
        />
        <ConfigurationFields
          kind={kind}
          detail={detail}
          configuration={configuration}
          mistakes={mistakes.found}
          isReadOnly={isReadOnly}
          onChange={changeConfiguration}
        />
        <SaveFailed failure={saving.failure} kind={kind} />
      </div>
      {configuration && (
        <TestPanel
          // Another credential's answers are none of this one's.
          key={credential.id}
          detail={detail}
          credential={credential}
          region={region}
          configuration={configuration}
          onLook={() => !mistakes.look('test')}
          onRefused={(found) => {
            mistakes.add(found)
            setRefusals((before) => before + 1)
          }}
        />
      )}
    </form>
  )
}
