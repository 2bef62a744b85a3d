import { type DestinationConfiguration, isJsonType } from '../../contract/configuration.ts'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import type { Mistakes } from './configuration-mistakes.ts'
import { mistakeWords, sampleMistakeWords } from './mistake-words.ts'
import { parseJson } from './parse-json.ts'
import styles from './record-fields.module.css'

type RecordFieldsProps = {
  detail: ConnectorDetail
  configuration: DestinationConfiguration
  mistakes: Mistakes
  isReadOnly: boolean
  onChange: (configuration: DestinationConfiguration, part: string) => void
}

const LABEL = 'Sample Record'

/** What a destination sends: in which format, and a record to try it with. */
export function RecordFields({ detail, configuration, mistakes, isReadOnly, onChange }: RecordFieldsProps) {
  const { contentType, sample } = configuration
  const mistake = mistakes['configuration/sample']
  const formatMistake = mistakes['configuration/contentType']
  const isJson = isJsonType(contentType)
  const record = isJson && sample !== '' ? parseJson(sample) : null

  return (
    <div className={styles['fields']}>
      <Field label="Content Format" error={formatMistake && mistakeWords(formatMistake, 'Content Format')}>
        {(control) => (
          <select
            {...control}
            aria-disabled={isReadOnly}
            value={contentType}
            onChange={(event) => {
              if (!isReadOnly) onChange({ ...configuration, contentType: event.target.value }, 'contentType')
            }}
          >
            {[...new Set([...detail.contentTypes, contentType])].map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label={LABEL}
        error={mistake && sampleMistakeWords(mistake, LABEL)}
        note={!mistake && record === undefined && 'Not JSON yet.'}
        hint={sample === '' ? 'Empty: the request has no body.' : 'Sent as it stands when you send a test request.'}
      >
        {(control) => (
          <textarea
            {...control}
            className={`${control.className} ${styles['sample']}`}
            rows={Math.min(Math.max(sample.split('\n').length, 4), 16)}
            spellCheck={false}
            autoCapitalize="off"
            readOnly={isReadOnly}
            value={sample}
            onChange={(event) => onChange({ ...configuration, sample: event.target.value }, 'sample')}
          />
        )}
      </Field>
      {isJson && (
        <Button
          className={styles['format']}
          aria-disabled={!record || isReadOnly}
          onClick={() => {
            if (record && !isReadOnly) onChange({ ...configuration, sample: JSON.stringify(record, null, 2) }, 'sample')
          }}
        >
          Format
        </Button>
      )}
    </div>
  )
}
