import type { ResourceKind } from '../../contract/resource-kind.ts'
import { NoAnswerFailure, ProblemFailure } from '../api/request.ts'
import { Notice } from '../ui/notice.tsx'
import { failureInWords } from './failed-notice.tsx'

/** Why a save came to nothing, as a whole; what is wrong with one field stands at the field. */
export function SaveFailed({ failure, kind }: { failure: unknown; kind: ResourceKind }) {
  if (!failure || isOfFields(failure)) return null
  return (
    <div role="alert">
      <Notice
        tone="bad"
        title={failure instanceof NoAnswerFailure ? 'Latchkey did not answer.' : `The ${kind} was not saved.`}
      >
        <p>{failureInWords(failure)}</p>
        <p>Nothing you entered is lost: press Save to try again. It cannot be saved twice.</p>
      </Notice>
    </div>
  )
}

function isOfFields(failure: unknown): boolean {
  if (!(failure instanceof ProblemFailure)) return false
  const { errors = [] } = failure.problem
  return errors.length > 0 && errors.every(({ pointer }) => hasField.test(pointer))
}

/** A template's id is chosen, not typed: that it is refused no field can say. */
const hasField = /^\/(?:name|region|configuration\/(?!template$).+)$/u
