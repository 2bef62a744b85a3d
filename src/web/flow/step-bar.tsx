import { Check } from 'lucide-react'
import { Link } from 'wouter'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { type FlowPlace, stepPath, steps, stepTitles } from './paths.ts'
import styles from './step-bar.module.css'

/** Select → Authenticate → Configure: where one is, and the way back to what is finished. */
export function StepBar({ place }: { place: FlowPlace }) {
  const current = steps.indexOf(place.step)
  return (
    <nav aria-label="Steps">
      <ol className={styles['steps']}>
        {steps.map((step, index) => (
          <li key={step} className={styles['item']}>
            {index < current ? (
              <Link className={styles['step']} href={stepPath(place.kind, step)}>
                <span className={styles['number']}>
                  <Check size={12} strokeWidth={3} aria-hidden />
                </span>
                <span className={styles['title']}>{stepTitles[step]}</span>
                <VisuallyHidden> (done)</VisuallyHidden>
              </Link>
            ) : (
              <span className={styles['step']} aria-current={index === current ? 'step' : undefined}>
                <span className={styles['number']} aria-hidden="true">
                  {index + 1}
                </span>
                <span className={styles['title']}>{stepTitles[step]}</span>
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
