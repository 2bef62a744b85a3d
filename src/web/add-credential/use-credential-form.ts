import { useEffect, useMemo } from 'react'
import { useForm, type UseFormReturn } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import { readDraft, writeDraft } from './credential-draft.ts'
import { blankValues, type CredentialValues, credentialValuesSchema } from './credential-values.ts'
import { resolveValuesWith } from './resolve-values.ts'

export type CredentialForm = UseFormReturn<CredentialValues>

/** The form's state, begun where a reload left it, and kept where the next one finds it. */
export function useCredentialForm(connector: Connector): CredentialForm {
  const resolver = useMemo(() => resolveValuesWith(credentialValuesSchema(connector)), [connector])
  const defaultValues = useMemo(() => ({ ...blankValues(connector), ...readDraft(connector) }), [connector])
  const form = useForm<CredentialValues>({ resolver, defaultValues })
  const { subscribe } = form
  useEffect(
    () => subscribe({ formState: { values: true }, callback: ({ values }) => writeDraft(connector, values) }),
    [subscribe, connector],
  )
  return form
}
