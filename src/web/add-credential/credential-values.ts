import * as z from 'zod/mini'
import type { Connector, Method } from '../../contract/connector.ts'
import { descriptionSchema, nameSchema } from '../../contract/text.ts'
import { holdsSecret } from '../secret/holds-secret.ts'
import {
  blankSecretValues,
  connectedValuesSchema,
  isSecretEntered,
  type SecretValues,
  secretValuesSchema,
} from '../secret/secret-values.ts'

/** What the form holds. */
export type CredentialValues = SecretValues & { name: string; description: string }

/** The contract's rules for the form's values. Its messages are codes of input, and `holds_secret`. */
export function credentialValuesSchema(connector: Connector, method: Method) {
  const holdsNoSecret = z.refine<string>((text) => !holdsSecret(connector, text), 'holds_secret')
  return z.extend(method === 'oauth' ? connectedValuesSchema(connector) : secretValuesSchema(connector), {
    name: nameSchema.check(holdsNoSecret),
    description: descriptionSchema.check(holdsNoSecret),
  })
}

export function blankValues(connector: Connector): CredentialValues {
  return { name: '', description: '', ...blankSecretValues(connector) }
}

/** Whether closing the form would throw away something that somebody entered. */
export function isEntered(values: CredentialValues): boolean {
  return [values.name, values.description].some((text) => text.trim() !== '') || isSecretEntered(values)
}
