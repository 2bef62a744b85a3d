import type { Connector, Method } from '../../contract/connector.ts'
import { Question } from '../ui/question.tsx'

type DiscardQuestionProps = {
  connector: Pick<Connector, 'name'>
  method: Method
  isBeingChecked: boolean
  onDiscard: () => void
  onStay: () => void
}

/** Asked before a new token, or a new connection, is thrown away. */
export function DiscardQuestion({ connector, method, isBeingChecked, onDiscard, onStay }: DiscardQuestionProps) {
  return (
    <Question
      title={method === 'oauth' ? 'Discard the new connection?' : 'Discard the new token?'}
      text={textOf()}
      confirm={{ label: 'Discard', onConfirm: onDiscard }}
      cancel="Keep editing"
      onCancel={onStay}
    />
  )

  function textOf(): string {
    if (method === 'oauth') {
      return isBeingChecked
        ? 'It is being checked. Until it is sealed the old connection stays in use.'
        : `What ${connector.name} gave is not saved, and would be erased here. The old connection stays in use.`
    }
    return isBeingChecked
      ? 'It is being checked. Until it is sealed the old token stays in use.'
      : 'It is not saved. The old token stays in use.'
  }
}
