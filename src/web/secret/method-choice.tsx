import { useId } from 'react'
import type { Connector, Method } from '../../contract/connector.ts'
import { RadioCard } from '../ui/radio-card.tsx'
import { GuideText } from './guide-text.tsx'
import styles from './method-choice.module.css'

type MethodChoiceProps = {
  methods: Connector['methods']
  value: Method
  isReadOnly: boolean
  /** Somebody is about to choose it. */
  onLikely: (method: Method) => void
  onChange: (method: Method) => void
}

/** The ways for a secret to come here, and for whom each is. */
export function MethodChoice({ methods, value, isReadOnly, onLikely, onChange }: MethodChoiceProps) {
  const name = useId()
  return (
    <div className={styles['methods']} role="radiogroup" aria-label="Method" aria-disabled={isReadOnly}>
      {methods.map((method) => (
        <RadioCard
          key={method.id}
          name={name}
          value={method.id}
          label={method.name}
          isChecked={method.id === value}
          isReadOnly={isReadOnly}
          onLikely={() => onLikely(method.id)}
          onChoose={() => onChange(method.id)}
        >
          <GuideText text={method.summary} />
        </RadioCard>
      ))}
    </div>
  )
}
