import { Check } from 'lucide-react'
import { Link } from 'wouter'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { readFlowDraft, unfinishedStep } from './flow-draft.ts'
import { type FlowPlace, stepPath, steps, stepTitles } from './paths.ts'
import styles from './step-bar.module.css'

/** Select → Authenticate → Configure: where one is, and the way to what is finished, be it before or ahead. */
export function StepBar({ place }: { place: FlowPlace }) {
  const current = steps.indexOf(place.step)
  const unfinished = steps.indexOf(unfinishedStep(readFlowDraft(place.kind)))
  return (
    <nav aria-label="Steps">
      <ol className={styles['steps']}>
        {steps.map((step, index) => (
          <li key={step} className={styles['item']}>
            {index !== current && index < Math.max(current, unfinished) ? (
              <Link className={styles['step']} href={stepPath(place.kind, step)}>
                <span className={styles['number']}>
                  <Check size={12} strokeWidth={3} aria-hidden />
                </span>
                <span>{stepTitles[step]}</span>
                <VisuallyHidden> (done)</VisuallyHidden>
              </Link>
            ) : (
              <span className={styles['step']} aria-current={index === current ? 'step' : undefined}>
                <span className={styles['number']} aria-hidden="true">
                  {index + 1}
                </span>
                <span>{stepTitles[step]}</span>
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
