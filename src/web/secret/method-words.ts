import type { Connector } from '../../contract/connector.ts'

/** For whom which method is, in a line: to be read before a secret of the wrong kind is pasted. */
export function methodsInWords(methods: Connector['methods']): string {
  return methods
    .map(({ name, summary, available }) => {
      const [forWhom = ''] = summary.split('.')
      return available ? `${forWhom}.` : `${forWhom}: ${name} (not available yet).`
    })
    .join(' ')
}
