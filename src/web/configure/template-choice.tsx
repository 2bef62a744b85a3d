import { useId } from 'react'
import type { DestinationTemplate, SourceTemplate } from '../../contract/connector-detail.ts'
import { GuideText } from '../secret/guide-text.tsx'
import styles from './template-choice.module.css'

type TemplateChoiceProps = {
  templates: readonly (SourceTemplate | DestinationTemplate)[]
  /** The chosen one's id. */
  chosen: string | null
  isReadOnly: boolean
  onChoose: (template: SourceTemplate | DestinationTemplate) => void
}

/** What is known to make sense with a connector, to choose from. */
export function TemplateChoice({ templates, chosen, isReadOnly, onChoose }: TemplateChoiceProps) {
  const name = useId()
  return (
    <div className={styles['templates']} role="radiogroup" aria-label="Template" aria-disabled={isReadOnly}>
      {templates.map((template) => (
        <label key={template.id} className={styles['template']}>
          <input
            type="radio"
            name={name}
            value={template.id}
            checked={template.id === chosen}
            aria-describedby={`${name}-${template.id}`}
            aria-label={template.name}
            onChange={() => !isReadOnly && onChoose(template)}
          />
          <span className={styles['name']}>{template.name}</span>
          <span className={styles['more']} id={`${name}-${template.id}`}>
            <code className={styles['request']}>
              {'method' in template ? template.method : 'GET'} {template.path}
            </code>
            <span className={styles['summary']}>
              <GuideText text={template.summary} />
            </span>
          </span>
        </label>
      ))}
    </div>
  )
}
