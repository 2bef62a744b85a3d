import type { Connector } from '../../contract/connector.ts'
import { holdsSecretShape } from '../../contract/secret-shape.ts'

/** What of a draft may rest in `sessionStorage`: a text that looks like a connector's secret is left empty. */
export function withoutSecrets<Value>(value: Value, connectors: readonly Connector[]): Value {
  const isSecret = (text: string) => connectors.some((connector) => holdsSecretShape(connector, text))
  const leaveOut = (each: unknown): unknown => {
    if (typeof each === 'string') return isSecret(each) ? '' : each
    if (Array.isArray(each)) return each.map(leaveOut)
    if (typeof each !== 'object' || each === null) return each
    return Object.fromEntries(Object.entries(each).map(([key, part]) => [key, leaveOut(part)]))
  }
  return leaveOut(value) as Value
}
