import { useState } from 'react'
import { toInputErrors } from '../../contract/input-errors.ts'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { InputCode } from '../../contract/problem.ts'
import { nameSchema } from '../../contract/text.ts'
import { type FieldCodes, withoutCode } from '../flow/use-save-resource.ts'
import type { Configuration } from './configuration.ts'
import { findMistakes, type MistakeCode, type Mistakes } from './configuration-mistakes.ts'

type UseMistakes = {
  detail: ConnectorDetail
  name: string
  configuration: Configuration | undefined
  /** What Latchkey said of the last save. */
  codes: FieldCodes
}

export type KnownMistakes = {
  /** What is to be said now: of a form that nobody has tried to send, only what must not stay. */
  found: Mistakes & { name?: InputCode | undefined }
  /** Whether anything keeps it from being saved or tested. From now on it is said. */
  look: (purpose: 'save' | 'test') => boolean
  /** Latchkey refused a test for these. */
  add: (mistakes: Mistakes) => void
  /** The part has changed since. */
  forget: (part: string) => void
}

/** What is wrong with a form, by the page's own reckoning and by Latchkey's. */
export function useMistakes({ detail, name, configuration, codes }: UseMistakes): KnownMistakes {
  const [looked, setLooked] = useState({ save: false, test: false })
  const [refused, setRefused] = useState<FieldCodes>({})
  const own = configuration ? drop(findMistakes(detail, configuration)) : {}
  const nameCode = codeOfName(name)
  const isAnyLooked = looked.save || looked.test

  return {
    found: {
      ...codes,
      ...refused,
      ...(isAnyLooked ? own : onlySecrets(own)),
      name: looked.save ? (nameCode ?? codes['name']) : codes['name'],
    },
    look(purpose) {
      setLooked((before) => ({ ...before, [purpose]: true }))
      return Object.keys(own).length > 0 || (purpose === 'save' && nameCode !== undefined)
    },
    // The codes of an answer are codes of input alone.
    add: (mistakes) => setRefused(mistakes as FieldCodes),
    forget: (part) => setRefused((before) => withoutCode(before, part)),
  }
}

function codeOfName(name: string): InputCode | undefined {
  const parsed = nameSchema.safeParse(name)
  return parsed.success ? undefined : toInputErrors(parsed.error.issues, name)[0]?.code
}

/** A token in the wrong place is said at once: it should not stand there a moment longer. */
function onlySecrets(mistakes: Mistakes): Mistakes {
  return Object.fromEntries(Object.entries(mistakes).filter(([, code]) => code === 'holds_secret'))
}

function drop(mistakes: Mistakes): Record<string, MistakeCode> {
  return Object.fromEntries(
    Object.entries(mistakes).filter((entry): entry is [string, MistakeCode] => entry[1] !== undefined),
  )
}
