import { useMemo } from 'react'
import { useForm, type UseFormReturn } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import { resolveValuesWith } from '../secret/resolve-values.ts'
import { blankSecretValues, type SecretValues, secretValuesSchema } from '../secret/secret-values.ts'

export type ReplaceForm = UseFormReturn<SecretValues>

export function useReplaceForm(connector: Connector): ReplaceForm {
  const resolver = useMemo(() => resolveValuesWith(secretValuesSchema(connector)), [connector])
  const defaultValues = useMemo(() => blankSecretValues(connector), [connector])
  return useForm<SecretValues>({ resolver, defaultValues })
}
