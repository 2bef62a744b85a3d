import * as z from 'zod/mini'
import { accessTokenSchema } from '../../contract/access-token.ts'
import type { Connector } from '../../contract/connector.ts'
import { type RegionChoice, regionChoiceSchema } from '../../contract/region.ts'

/** What every form that takes a secret holds at least. The secret's fields are the connector's. */
export type SecretValues = {
  region: RegionChoice
  secret: Record<string, string>
}

/** The contract's rules for these values. Its messages are codes of input, for `input-words.ts`. */
export function secretValuesSchema(connector: Connector) {
  return z.object({
    region: regionChoiceSchema,
    secret: z.object(Object.fromEntries(connector.fields.map(({ name }) => [name, accessTokenSchema]))),
  })
}

/** Where the provider itself gives the secret there is none to look at, whatever was typed before. */
export function connectedValuesSchema(connector: Connector) {
  return z.object({
    region: regionChoiceSchema,
    secret: z.object(Object.fromEntries(connector.fields.map(({ name }) => [name, z.string()]))),
  })
}

export function blankSecretValues(connector: Connector): SecretValues {
  return { region: 'auto', secret: Object.fromEntries(connector.fields.map(({ name }) => [name, ''])) }
}

/** Whether closing the form would throw away something that somebody entered. */
export function isSecretEntered({ region, secret }: SecretValues): boolean {
  return Object.values(secret).some((text) => text.trim() !== '') || region !== 'auto'
}
