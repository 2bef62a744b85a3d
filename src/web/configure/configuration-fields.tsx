import { useId, useRef } from 'react'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { Segments } from '../ui/segments.tsx'
import { byHand, type Configuration, fromTemplate, isDestination, templatesOf } from './configuration.ts'
import styles from './configuration-fields.module.css'
import type { Mistakes } from './configuration-mistakes.ts'
import { ManualFields } from './manual-fields.tsx'
import { RecordFields } from './record-fields.tsx'
import { TemplateChoice } from './template-choice.tsx'
import { TemplateFields } from './template-fields.tsx'

type ConfigurationFieldsProps = {
  kind: ResourceKind
  detail: ConnectorDetail
  /** Undefined while nobody has said. */
  configuration: Configuration | undefined
  mistakes: Mistakes
  isReadOnly: boolean
  /** @param part of the configuration, that has changed; empty for all of it */
  onChange: (configuration: Configuration, part: string) => void
}

const ways = [
  { value: 'template', label: 'Configure Using a Template' },
  { value: 'manual', label: 'Configure Manually' },
] as const

const BY_HAND = ''

/** What a source reads or a destination writes: by a template, or by hand. */
export function ConfigurationFields(props: ConfigurationFieldsProps) {
  const { kind, detail, configuration, mistakes, isReadOnly, onChange } = props
  const id = useId()
  const templates = templatesOf(kind, detail)
  // A template that the connector no longer has is as good as by hand.
  const template = templates.find((candidate) => candidate.id === configuration?.template)
  const way = configuration && !template ? 'manual' : 'template'
  // What was typed under each, for whoever looks at another and comes back.
  const typed = useRef(new Map<string, Configuration>())
  const lastTemplate = useRef<string | null>(null)

  function turnTo(key: string, otherwise: () => Configuration) {
    if (configuration) typed.current.set(template?.id ?? BY_HAND, configuration)
    if (template) lastTemplate.current = template.id
    onChange(typed.current.get(key) ?? otherwise(), '')
  }

  function chooseWay(chosen: (typeof ways)[number]['value']) {
    if (chosen === 'manual') return turnTo(BY_HAND, () => byHand(kind, detail, configuration))
    const back = templates.find((candidate) => candidate.id === lastTemplate.current) ?? templates[0]
    if (back) turnTo(back.id, () => fromTemplate(back))
  }

  return (
    <section className={styles['section']} aria-labelledby={`${id}-title`}>
      <h2 className={styles['title']} id={`${id}-title`}>
        {kind === 'source' ? 'What it reads' : 'What it writes'}
      </h2>
      <Segments label="How to configure it" options={ways} value={way} isReadOnly={isReadOnly} onChange={chooseWay} />
      {way === 'template' && (
        <TemplateChoice
          templates={templates}
          chosen={template?.id ?? null}
          isReadOnly={isReadOnly}
          onChoose={(chosen) => turnTo(chosen.id, () => fromTemplate(chosen))}
        />
      )}
      {!configuration && (
        <p className={styles['unsaid']}>
          Not configured yet{isReadOnly ? '.' : ': choose a template, or do it manually.'}
        </p>
      )}
      {configuration && template && (
        <TemplateFields {...{ detail, template, configuration, mistakes, isReadOnly, onChange }} />
      )}
      {configuration && !template && <ManualFields {...{ detail, configuration, mistakes, isReadOnly, onChange }} />}
      {configuration && isDestination(configuration) && (
        <RecordFields {...{ detail, configuration, mistakes, isReadOnly, onChange }} />
      )}
    </section>
  )
}
