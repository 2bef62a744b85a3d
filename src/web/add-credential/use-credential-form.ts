import { useEffect, useMemo } from 'react'
import { useForm, type UseFormReturn } from 'react-hook-form'
import type { Connector, Method } from '../../contract/connector.ts'
import { readCredentialDraft, writeCredentialDraft } from './credential-draft.ts'
import { blankValues, type CredentialValues, credentialValuesSchema } from './credential-values.ts'
import { readPending } from '../secret/pending-authorization.ts'
import { resolveValuesWith } from '../secret/resolve-values.ts'

export type CredentialForm = UseFormReturn<CredentialValues>

/** The form's state, begun where a reload left it, and kept where the next one finds it. */
export function useCredentialForm(connector: Connector, method: Method): CredentialForm {
  const resolver = useMemo(
    () => resolveValuesWith<CredentialValues>(credentialValuesSchema(connector, method)),
    [connector, method],
  )
  const defaultValues = useMemo(() => {
    const region = readPending(connector.id, null)?.region
    return { ...blankValues(connector), ...readCredentialDraft(connector), ...(region && { region }) }
  }, [connector])
  const form = useForm<CredentialValues>({ resolver, defaultValues })
  const { subscribe } = form
  useEffect(
    () => subscribe({ formState: { values: true }, callback: ({ values }) => writeCredentialDraft(connector, values) }),
    [subscribe, connector],
  )
  return form
}
