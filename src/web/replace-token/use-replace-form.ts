import { useMemo, useState } from 'react'
import { useForm, type UseFormReturn } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { resolveValuesWith } from '../secret/resolve-values.ts'
import {
  blankSecretValues,
  connectedValuesSchema,
  type SecretValues,
  secretValuesSchema,
} from '../secret/secret-values.ts'

export type ReplaceForm = UseFormReturn<SecretValues>

export function useReplaceForm(connector: Connector, credential: Credential): ReplaceForm {
  const { method, region } = credential
  const resolver = useMemo(
    () =>
      resolveValuesWith<SecretValues>(
        method === 'oauth' ? connectedValuesSchema(connector) : secretValuesSchema(connector),
      ),
    [connector, method],
  )
  // A page of another region than the workspace's would not know it.
  const [defaultValues] = useState(() => ({
    ...blankSecretValues(connector),
    ...(method === 'oauth' && { region }),
  }))
  return useForm<SecretValues>({ resolver, defaultValues })
}
