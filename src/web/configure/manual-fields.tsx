import { type WriteMethod, writeMethodSchema } from '../../contract/configuration.ts'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import { Field } from '../ui/field.tsx'
import { type Configuration, isDestination } from './configuration.ts'
import type { MistakeCode, Mistakes } from './configuration-mistakes.ts'
import styles from './manual-fields.module.css'
import { headerMistakeWords, mistakeWords, pathMistakeWords } from './mistake-words.ts'
import { ParameterRows } from './parameter-rows.tsx'

type ManualFieldsProps = {
  detail: ConnectorDetail
  configuration: Configuration
  mistakes: Mistakes
  isReadOnly: boolean
  /** @param part of the configuration, that has changed */
  onChange: (configuration: Configuration, part: string) => void
}

/** A request, said part by part. */
export function ManualFields({ detail, configuration, mistakes, isReadOnly, onChange }: ManualFieldsProps) {
  const pathMistake = mistakes['configuration/path']
  const rowsOf = (list: 'query' | 'headers', words: (code: MistakeCode, label: string) => string) => ({
    rows: configuration[list],
    mistakeAt: (place: string) => mistakes[`configuration/${list}${place}`],
    words,
    isReadOnly,
    onChange: (rows: Configuration['query'], part: string) =>
      onChange({ ...configuration, [list]: rows }, `${list}${part}`),
  })

  return (
    <div className={styles['fields']}>
      <div className={isDestination(configuration) ? styles['line'] : undefined}>
        {isDestination(configuration) && (
          <Field
            label="Method"
            error={mistakes['configuration/method'] && `${detail.name} does not have this method for this path.`}
          >
            {(control) => (
              <select
                {...control}
                aria-disabled={isReadOnly}
                value={configuration.method}
                onChange={(event) => {
                  if (!isReadOnly) {
                    onChange({ ...configuration, method: event.target.value as WriteMethod }, 'method')
                  }
                }}
              >
                {writeMethodSchema.options.map((method) => (
                  <option key={method}>{method}</option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field
          label="Path"
          required
          error={pathMistake && pathMistakeWords(pathMistake, configuration.path, detail)}
          hint="Below the API endpoint, such as /contacts."
        >
          {(control) => (
            <input
              {...control}
              type="text"
              autoComplete="off"
              spellCheck={false}
              readOnly={isReadOnly}
              value={configuration.path}
              onChange={(event) => onChange({ ...configuration, path: event.target.value }, 'path')}
            />
          )}
        </Field>
      </div>
      <ParameterRows title="Query parameters" one="query parameter" {...rowsOf('query', mistakeWords)} />
      <ParameterRows
        title="Headers"
        one="header"
        names={detail.requestHeaders}
        {...rowsOf('headers', (code, label) => headerMistakeWords(code, label, detail))}
      />
    </div>
  )
}
