import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { descriptionSchema, nameSchema } from '../../contract/text.ts'
import { credentialQuery } from '../api/credentials.ts'
import { useEditCredential } from '../api/edit-credential.ts'
import { isNotFound, ProblemFailure } from '../api/request.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { holdsSecret } from '../secret/holds-secret.ts'
import { textWords } from '../secret/text-words.ts'
import { announce } from '../ui/announcer.tsx'
import { notDoneInWords } from './not-done-words.ts'

export type EditedField = 'name' | 'description'

/** Why what was typed is not saved. */
export type EditTrouble =
  | WordedTrouble
  /** Somebody else has changed the same field meanwhile. */
  | { kind: 'changed'; theirs: string; now: Credential }

type WordedTrouble = {
  /** `refused`: it cannot be taken as it is. `failed`: it may be saved by trying again. */
  kind: 'refused' | 'failed'
  words: string
}

export type TextEdit = {
  text: string
  /** The credential as it was read when the edit began: what somebody changes later is not overwritten unseen. */
  from: Credential
  trouble: EditTrouble | null
}

const schemas = { name: nameSchema, description: descriptionSchema }

/** One of a credential's texts, edited in place. */
export function useTextEdit(connector: Connector, credential: Credential, field: EditedField, begins: boolean) {
  const client = useQueryClient()
  const { mutateAsync, isPending } = useEditCredential()
  const [edit, setEdit] = useState<TextEdit | null>(() => (begins ? beginEdit(credential, field) : null))
  const [isSaved, setIsSaved] = useState(false)
  const running = useRef<Promise<boolean> | null>(null)

  function save(from = edit?.from): Promise<boolean> {
    if (!edit || !from) return Promise.resolve(true)
    // One at a time: leaving the field and leaving the panel come together.
    running.current ??= attempt({ ...edit, from }).finally(() => {
      running.current = null
    })
    return running.current
  }

  async function attempt({ text, from }: TextEdit): Promise<boolean> {
    const fail = (trouble: WordedTrouble) => {
      setEdit({ text, from, trouble })
      announce(trouble.kind === 'refused' ? `Not saved. ${trouble.words}` : trouble.words)
      return false
    }
    const parsed = schemas[field].safeParse(text)
    const code = parsed.success
      ? holdsSecret(connector, parsed.data) && 'holds_secret'
      : (parsed.error.issues[0]?.message ?? 'invalid_value')
    if (code) return fail(refused(code, field))
    const value = parsed.data ?? ''
    if (value === from[field]) return end(false)
    try {
      await mutateAsync({ credential: from, body: { [field]: value } })
      return end(true)
    } catch (failure) {
      const problem = failure instanceof ProblemFailure ? failure.problem : null
      if (problem?.code === 'changed_meanwhile') return compare({ text, from, trouble: null }, value)
      if (problem?.code === 'name_taken') return fail(refused('name_taken', field))
      const input = problem?.code === 'invalid_input' ? problem.errors?.[0]?.code : undefined
      if (input) return fail(refused(input, field))
      return fail({ kind: 'failed', words: failedInWords(failure) })
    }
  }

  /** What somebody else changed: this very field, which is for the person to see, or another, which is no conflict. */
  async function compare(tried: TextEdit, value: string): Promise<boolean> {
    const { id } = tried.from
    try {
      const now = await client.fetchQuery({ ...credentialQuery(id), staleTime: 0 })
      if (now[field] === value) return end(true)
      if (now[field] === tried.from[field]) return attempt({ ...tried, from: now })
      setEdit({ ...tried, trouble: { kind: 'changed', theirs: now[field], now } })
      announce('Not saved. Somebody else has changed this meanwhile.')
    } catch (failure) {
      const words = failedInWords(failure)
      setEdit({ ...tried, trouble: { kind: 'failed', words } })
      announce(words)
    }
    return false
  }

  function end(wasSaved: boolean): true {
    setEdit(null)
    setIsSaved(wasSaved)
    if (wasSaved) announce(`${fieldWords[field]} saved.`)
    return true
  }

  return {
    edit,
    isSaving: isPending,
    isSaved,
    begin() {
      setIsSaved(false)
      setEdit(beginEdit(credential, field))
    },
    /** What was wrong with another text is not wrong with this one. */
    type: (text: string) => setEdit((before) => before && { ...before, text, trouble: null }),
    save,
    undo: () => void end(false),
  }
}

export const fieldWords = { name: 'Name', description: 'Description' } as const satisfies Record<EditedField, string>

function beginEdit(credential: Credential, field: EditedField): TextEdit {
  return { text: credential[field], from: credential, trouble: null }
}

function refused(code: string, field: EditedField): WordedTrouble {
  return { kind: 'refused', words: textWords(code, field) }
}

function failedInWords(failure: unknown): string {
  if (isNotFound(failure)) return 'It was not saved: the credential was deleted meanwhile.'
  return `${notDoneInWords(failure, 'saved')} ${failureInWords(failure)}`
}
