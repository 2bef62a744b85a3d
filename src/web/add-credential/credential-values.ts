import * as z from 'zod/mini'
import { accessTokenSchema } from '../../contract/access-token.ts'
import type { Connector } from '../../contract/connector.ts'
import { type RegionChoice, regionChoiceSchema } from '../../contract/region.ts'
import { descriptionSchema, nameSchema } from '../../contract/text.ts'

/** What the form holds. The secret's fields are the connector's. */
export type CredentialValues = {
  name: string
  description: string
  region: RegionChoice
  secret: Record<string, string>
}

/** The contract's rules for the form's values. Its messages are codes of input, for `input-words.ts`. */
export function credentialValuesSchema(connector: Connector) {
  const holdsNoSecret = z.refine<string>((text) => !holdsSecret(connector, text), 'holds_secret')
  return z.object({
    name: nameSchema.check(holdsNoSecret),
    description: descriptionSchema.check(holdsNoSecret),
    region: regionChoiceSchema,
    secret: z.object(Object.fromEntries(connector.fields.map(({ name }) => [name, accessTokenSchema]))),
  })
}

export function blankValues(connector: Connector): CredentialValues {
  return {
    name: '',
    description: '',
    region: 'auto',
    secret: Object.fromEntries(connector.fields.map(({ name }) => [name, ''])),
  }
}

/** Whether closing the form would throw away something that somebody entered. */
export function isEntered({ name, description, region, secret }: CredentialValues): boolean {
  return [name, description, ...Object.values(secret)].some((text) => text.trim() !== '') || region !== 'auto'
}

/** A secret pasted one field too high would be stored as a name, for everybody to read. */
export function holdsSecret(connector: Connector, text: string): boolean {
  const words = text.split(/[\s"'`]+/u)
  return connector.fields.some(({ usualShape }) => {
    if (!usualShape) return false
    const shape = new RegExp(usualShape.pattern, 'u')
    return words.some((word) => word !== '' && shape.test(word))
  })
}
