import type { RefObject } from 'react'
import type { InputCode, Problem } from '../../contract/problem.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { inputWords } from './input-words.ts'
import { latchkeyWords } from './latchkey-words.ts'
import type { LatchkeyTrouble } from './setback.ts'

type NoticeRef = { ref: RefObject<HTMLDivElement | null> }

type Certain = {
  /** What is certain all the same. */
  certainty: string
}

/** Latchkey itself is in trouble: another thing than a provider that does not answer. */
export function LatchkeyNotice({
  trouble,
  certainty,
  onTryAgain,
  ref,
}: NoticeRef & Certain & { trouble: LatchkeyTrouble; onTryAgain: () => void }) {
  const { title, text } = latchkeyWords(trouble)
  return (
    <Notice ref={ref} tone="bad" title={title} actions={<Button onClick={onTryAgain}>Try again</Button>}>
      <p>{text}</p>
      <p>{certainty}</p>
    </Notice>
  )
}

/** Nobody is signed in any more: what asks again also asks to sign in. */
export function SignedOutNotice({ certainty, onSignIn, ref }: NoticeRef & Certain & { onSignIn: () => void }) {
  return (
    <Notice ref={ref} tone="bad" title="You are signed out." actions={<Button onClick={onSignIn}>Sign in</Button>}>
      <p>{certainty}</p>
    </Notice>
  )
}

/** A refusal that no field can mend. */
export function ProblemNotice({ problem, certainty, ref }: NoticeRef & Certain & { problem: Problem }) {
  return (
    <Notice ref={ref} tone="bad" title={`Latchkey refused: ${problem.title}.`}>
      <p>
        {certainty} Code: <code>{problem.code}</code>
      </p>
    </Notice>
  )
}

/** What is wrong with a value that has no field in this form. */
export function UnplacedInputNotice({ errors, ref }: NoticeRef & { errors: { pointer: string; code: InputCode }[] }) {
  return (
    <Notice ref={ref} tone="bad" title="Latchkey cannot take some of what was sent.">
      <ul>
        {errors.map(({ pointer, code }) => (
          <li key={pointer}>
            {inputWords(code, pointer)} Code: <code>{code}</code>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
