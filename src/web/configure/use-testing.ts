import { useEffect, useRef, useState } from 'react'
import type { Parameter } from '../../contract/configuration.ts'
import type { TestAnswer, TestRequest } from '../../contract/test-request.ts'
import { statusInWords } from '../answer/status-phrases.ts'
import { ProblemFailure } from '../api/request.ts'
import { useTestRequest } from '../api/test-request.ts'
import { announce } from '../ui/announcer.tsx'
import type { Mistakes } from './configuration-mistakes.ts'

export type Testing = {
  /** Sends a request, and forgets what an earlier one came to. Answers with what is wrong with the request. */
  test: (request: TestRequest) => Promise<Mistakes>
  isTesting: boolean
  /** Why the last attempt came to no answer of the provider's. */
  failure: unknown
  /** What was tested, and what came of it; null before. */
  tested: { request: TestRequest; answer: TestAnswer; page: number } | null
  /** To the page that this query asks for. */
  goOn: (query: Parameter[]) => void
  goBack: () => void
  /** Waits no longer. What was sent stays sent. */
  stop: () => void
}

type Tested = { request: TestRequest; answers: TestAnswer[]; page: number }

/** Tries a configuration out, page after page. Pages that have come are kept: going back costs no call. */
export function useTesting(credentialId: string, provider: string): Testing {
  const { mutateAsync } = useTestRequest(credentialId)
  const [tested, setTested] = useState<Tested | null>(null)
  const [attempt, setAttempt] = useState<{ isUnderWay: boolean; failure: unknown }>({
    isUnderWay: false,
    failure: null,
  })
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])

  /** Answers with Latchkey's refusal. Null where there is none: something came, nothing came, or nobody waits for it. */
  async function send(body: TestRequest, keep: (answer: TestAnswer) => void): Promise<ProblemFailure | null> {
    const controller = new AbortController()
    leaving.current?.abort()
    leaving.current = controller
    setAttempt({ isUnderWay: true, failure: null })
    try {
      const answer = await mutateAsync({ body, signal: controller.signal })
      if (controller.signal.aborted) return null
      // At once: a moment with neither would take the result off the screen, and the focus that is in it.
      keep(answer)
      setAttempt({ isUnderWay: false, failure: null })
      announce(`${provider} answered ${statusInWords(answer.status)} in ${answer.milliseconds} ms.`)
      return null
    } catch (failure) {
      if (controller.signal.aborted) return null
      setAttempt({ isUnderWay: false, failure })
      return failure instanceof ProblemFailure ? failure : null
    }
  }

  async function goOn(query: Parameter[]): Promise<void> {
    if (!tested) return
    const { request, answers, page } = tested
    const show = (answer: TestAnswer) =>
      setTested({ request, answers: answers.toSpliced(page, 1, answer), page: page + 1 })
    const known = answers[page]
    if (known) {
      show(known)
      announce(`Page ${page + 1}.`)
    } else {
      await send({ ...request, query }, show)
    }
  }

  return {
    async test(request) {
      setTested(null)
      const refusal = await send(request, (answer) => setTested({ request, answers: [answer], page: 1 }))
      return refusal ? mistakesOf(refusal) : {}
    },
    isTesting: attempt.isUnderWay,
    failure: attempt.failure,
    tested: tested && toShown(tested),
    goOn: (query) => void goOn(query),
    goBack() {
      if (!tested || tested.page === 1) return
      setTested({ ...tested, page: tested.page - 1 })
      announce(`Page ${tested.page - 1}.`)
    },
    stop() {
      leaving.current?.abort()
      setAttempt({ isUnderWay: false, failure: null })
      announce('Stopped waiting. What was sent stays sent.')
    },
  }
}

function toShown({ request, answers, page }: Tested): Testing['tested'] {
  const answer = answers[page - 1]
  return answer ? { request, answer, page } : null
}

/** At the places that the same parts have in a configuration that is saved. */
function mistakesOf({ problem }: ProblemFailure): Mistakes {
  return Object.fromEntries(
    (problem.errors ?? []).map(({ pointer, code }) => [
      pointer === '/region' ? 'region' : `configuration${pointer === '/body' ? '/sample' : pointer}`,
      code,
    ]),
  )
}
