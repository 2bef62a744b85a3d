import { useId } from 'react'
import type { Connector, Method } from '../../contract/connector.ts'
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

/** The ways for a secret to come here, and for whom each is: radios, and so the arrow keys walk them. */
export function MethodChoice({ methods, value, isReadOnly, onLikely, onChange }: MethodChoiceProps) {
  const name = useId()
  return (
    <div className={styles['methods']} role="radiogroup" aria-label="Method" aria-disabled={isReadOnly}>
      {methods.map((method) => (
        <label key={method.id} className={styles['method']} onPointerEnter={() => onLikely(method.id)}>
          <input
            type="radio"
            name={name}
            checked={method.id === value}
            aria-labelledby={`${name}-${method.id}`}
            aria-describedby={`${name}-${method.id}-summary`}
            onFocus={() => onLikely(method.id)}
            onChange={() => !isReadOnly && onChange(method.id)}
          />
          <span className={styles['name']} id={`${name}-${method.id}`}>
            {method.name}
          </span>
          <span className={styles['summary']} id={`${name}-${method.id}-summary`}>
            <GuideText text={method.summary} />
          </span>
        </label>
      ))}
    </div>
  )
}
