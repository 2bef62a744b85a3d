import type { Connector } from '../../contract/connector.ts'

/** A secret pasted one field too high would be stored as a name, for everybody to read. */
export function holdsSecret(connector: Connector, text: string): boolean {
  const words = text.split(/[\s"'`]+/u)
  return connector.fields.some(({ usualShape }) => {
    if (!usualShape) return false
    const shape = new RegExp(usualShape.pattern, 'u')
    return words.some((word) => word !== '' && shape.test(word))
  })
}
