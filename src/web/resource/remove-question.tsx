import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { Resource } from '../../contract/resource.ts'
import { useRemoveResource } from '../api/remove-resource.ts'
import { ProblemFailure } from '../api/request.ts'
import { resourceQuery } from '../api/resource.ts'
import { notDoneInWords } from '../credential-details/not-done-words.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { kindWords } from '../flow/kind-words.ts'
import { dataFlowsPath } from '../flow/paths.ts'
import { Notice } from '../ui/notice.tsx'
import { Question } from '../ui/question.tsx'
import { showToast } from '../ui/toasts.tsx'

type RemoveQuestionProps = {
  resource: Resource
  onCancel: () => void
  /** The screen is about to be left. */
  onRemoved: () => void
}

/** Asked before a source or destination is removed, for good. */
export function RemoveQuestion({ resource, onCancel, onRemoved }: RemoveQuestionProps) {
  const { id, kind, name, credential } = resource
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { mutateAsync, isPending, error } = useRemoveResource(() => {
    onRemoved()
    showToast({ words: `${kindWords[kind].name} “${name}” removed.` })
    navigate(dataFlowsPath)
  })
  const isChanged = error instanceof ProblemFailure && error.problem.code === 'changed_meanwhile'

  async function confirm() {
    try {
      await mutateAsync(resource)
    } catch {
      // Behind the question stands what it is now: whoever still wants to, removes that.
      await client.refetchQueries({ queryKey: resourceQuery(id).queryKey })
    }
  }

  return (
    <Question
      title={`Remove “${name}”?`}
      text={`The ${kind} is gone at once, for good. Its credential, “${credential.name}”, stays.`}
      confirm={{ label: isPending ? 'Removing…' : 'Remove', isBusy: isPending, onConfirm: () => void confirm() }}
      cancel="Keep it"
      onCancel={onCancel}
    >
      {error && !isPending && (
        <div role="alert">
          {isChanged ? (
            <Notice tone="warning" title="Somebody else has changed it meanwhile.">
              <p>It was not removed. Keep it to look at it as it is now, or remove it all the same.</p>
            </Notice>
          ) : (
            <Notice tone="bad" title={notDoneInWords(error, 'removed')}>
              <p>{failureInWords(error)}</p>
            </Notice>
          )}
        </div>
      )}
    </Question>
  )
}
