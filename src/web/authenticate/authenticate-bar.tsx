import { Link, useLocation } from 'wouter'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { stepPath } from '../flow/paths.ts'
import { buttonClass } from '../ui/button.tsx'
import { type Choice, ChoiceBar } from './choice-bar.tsx'

/** Between the steps before and after. */
export function AuthenticateBar({ kind, ...choice }: Choice & { kind: ResourceKind }) {
  const [, navigate] = useLocation()
  return (
    <ChoiceBar
      {...choice}
      back={
        <Link className={buttonClass('secondary')} href={stepPath(kind, 'select')}>
          Back
        </Link>
      }
      next={{ words: 'Next', onPress: () => navigate(stepPath(kind, 'configure')) }}
    />
  )
}
