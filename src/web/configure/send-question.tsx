import type { Credential } from '../../contract/credential.ts'
import { Question } from '../ui/question.tsx'
import type { ComposedRequest } from './compose-request.ts'
import styles from './send-question.module.css'

type SendQuestionProps = {
  provider: string
  credential: Credential
  request: ComposedRequest
  onConfirm: () => void
  onCancel: () => void
}

/** A test that writes is no rehearsal: it is confirmed first. */
export function SendQuestion({ provider, credential, request, onConfirm, onCancel }: SendQuestionProps) {
  const { method, url } = request
  const workspace = credential.account?.workspaceName
  return (
    <Question
      title="Send this request?"
      text={
        <>
          This {method === 'DELETE' ? 'deletes from' : 'writes to'}{' '}
          {workspace ? <strong dir="auto">{workspace}</strong> : `the workspace of “${credential.name}”`} at {provider},
          and cannot be taken back from here.
        </>
      }
      confirm={{ label: 'Send test request', onConfirm }}
      cancel="Cancel"
      onCancel={onCancel}
    >
      <p className={styles['request']}>
        <strong>{method}</strong> {url}
      </p>
    </Question>
  )
}
