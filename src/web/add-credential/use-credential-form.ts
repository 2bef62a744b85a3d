import { useEffect, useMemo } from 'react'
import { useForm, type UseFormReturn } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import { readCredentialDraft, writeCredentialDraft } from './credential-draft.ts'
import { blankValues, type CredentialValues, credentialValuesSchema } from './credential-values.ts'
import { resolveValuesWith } from '../secret/resolve-values.ts'

export type CredentialForm = UseFormReturn<CredentialValues>

/** The form's state, begun where a reload left it, and kept where the next one finds it. */
export function useCredentialForm(connector: Connector): CredentialForm {
  const resolver = useMemo(() => resolveValuesWith(credentialValuesSchema(connector)), [connector])
  const defaultValues = useMemo(() => ({ ...blankValues(connector), ...readCredentialDraft(connector) }), [connector])
  const form = useForm<CredentialValues>({ resolver, defaultValues })
  const { subscribe } = form
  useEffect(
    () => subscribe({ formState: { values: true }, callback: ({ values }) => writeCredentialDraft(connector, values) }),
    [subscribe, connector],
  )
  return form
}
