import type { Credential } from '../../contract/credential.ts'
import type { Grantee } from '../api/credential-access.ts'
import { notDoneInWords } from '../credential-details/not-done-words.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { Notice } from '../ui/notice.tsx'
import { Question } from '../ui/question.tsx'

/** What somebody is about to do to their own access. */
export type OwnLoss = 'removal' | 'demotion'

type OwnLossQuestionProps = {
  loss: OwnLoss
  credential: Pick<Credential, 'name' | 'owner'>
  grantee: Grantee
  isMe: boolean
  isBusy: boolean
  failure: unknown
  onConfirm: () => void
  onCancel: () => void
}

/** Asked before somebody takes from themselves what they cannot give back. Anybody else's is given back by *Undo*. */
export function OwnLossQuestion(props: OwnLossQuestionProps) {
  const { loss, credential, grantee, isMe, isBusy, failure, onConfirm, onCancel } = props
  const words = toWords(loss, credential, grantee, isMe)
  return (
    <Question
      title={words.title}
      text={words.text}
      confirm={{ label: words.confirm, isBusy, onConfirm }}
      cancel={words.cancel}
      onCancel={onCancel}
    >
      {failure !== null && (
        <div role="alert">
          <Notice tone="bad" title={notDoneInWords(failure, 'changed')}>
            <p>{failureInWords(failure)}</p>
          </Notice>
        </div>
      )}
    </Question>
  )
}

function toWords(loss: OwnLoss, { name, owner }: OwnLossQuestionProps['credential'], grantee: Grantee, isMe: boolean) {
  const back = `Only another admin can give that back; ${owner.name} owns it.`
  if (loss === 'demotion') {
    return {
      title: isMe ? 'Become a collaborator?' : `Make “${grantee.name}” a collaborator?`,
      text: `${isMe ? 'You' : 'You are in this team: you'} could still use “${name}”, but not change or share it. ${back}`,
      confirm: 'Become a collaborator',
      cancel: 'Stay an admin',
    }
  }
  return {
    title: isMe ? `Leave “${name}”?` : `Remove “${grantee.name}”?`,
    text: isMe
      ? `You could not use it any more, unless a team of yours may. What uses it already goes on working. ${back}`
      : `You have access to “${name}” by this team. ${back}`,
    confirm: isMe ? 'Leave' : 'Remove',
    cancel: isMe ? 'Stay' : 'Keep it',
  }
}
