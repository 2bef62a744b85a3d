import type { ConnectorDetail, DestinationTemplate, SourceTemplate } from '../../contract/connector-detail.ts'
import { Field } from '../ui/field.tsx'
import type { Configuration } from './configuration.ts'
import type { Mistakes } from './configuration-mistakes.ts'
import { mistakeWords, pathMistakeWords } from './mistake-words.ts'
import { fillIn, placeholdersOf, readFilled } from './path-placeholders.ts'
import styles from './template-fields.module.css'

type TemplateFieldsProps = {
  detail: ConnectorDetail
  template: SourceTemplate | DestinationTemplate
  configuration: Configuration
  mistakes: Mistakes
  isReadOnly: boolean
  /** @param part of the configuration, that has changed */
  onChange: (configuration: Configuration, part: string) => void
}

/** What a template leaves to say: what stands in braces in its path, and the values of its query. */
export function TemplateFields(props: TemplateFieldsProps) {
  const { detail, template, configuration, mistakes, isReadOnly, onChange } = props
  const { path, query } = configuration
  const placeholders = placeholdersOf(template.path)
  const filled = readFilled(template.path, path)
  const pathMistake = mistakes['configuration/path'] ?? mistakes['configuration/method']

  return (
    <div className={styles['fields']}>
      {placeholders.map((placeholder) => (
        <Field
          key={placeholder}
          label={placeholder}
          required
          error={
            pathMistake &&
            (pathMistake === 'braces_left'
              ? !filled[placeholder] && `Enter the ${placeholder}: it is part of the path.`
              : pathMistakeWords(pathMistake, path, detail))
          }
          hint={`Takes the place of {${placeholder}} in ${template.path}.`}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              autoComplete="off"
              spellCheck={false}
              readOnly={isReadOnly}
              value={filled[placeholder] ?? ''}
              onChange={(event) => {
                const changed = fillIn(template.path, { ...filled, [placeholder]: event.target.value })
                onChange({ ...configuration, path: changed }, 'path')
              }}
            />
          )}
        </Field>
      ))}
      {query.map(({ name, value }, index) => {
        const mistake = mistakes[`configuration/query/${index}/value`] ?? mistakes[`configuration/query/${index}/name`]
        return (
          <Field
            key={name}
            label={name}
            error={mistake && mistakeWords(mistake, name)}
            hint={value === '' && 'Sent without a value. To leave it out, configure manually.'}
          >
            {(control) => (
              <input
                {...control}
                type="text"
                autoComplete="off"
                spellCheck={false}
                readOnly={isReadOnly}
                value={value}
                onChange={(event) => {
                  const changed = query.with(index, { name, value: event.target.value })
                  onChange({ ...configuration, query: changed }, `query/${index}`)
                }}
              />
            )}
          </Field>
        )
      })}
      {pathMistake && placeholders.length === 0 && (
        <p className={styles['mistake']} tabIndex={-1} data-mistake>
          {pathMistakeWords(pathMistake, path, detail)}
        </p>
      )}
    </div>
  )
}
