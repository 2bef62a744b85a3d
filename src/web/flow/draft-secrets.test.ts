import { expect, test } from 'vitest'
import type { Connector } from '../../contract/connector.ts'
import { withoutSecrets } from './draft-secrets.ts'

const usualShape = { pattern: '^dG9r[A-Za-z0-9+/]{20,}={0,2}$', unusualShape: '' }
const connector = { fields: [{ name: 'accessToken', label: 'Access Token', usualShape }] } as unknown as Connector
const token = btoa(`tok:${crypto.randomUUID()}`)

test('wherever a token was pasted, it is left out of what is kept, and all else stays', () => {
  expect(withoutSecrets(draft(token), [connector])).toEqual(draft(''))
  expect(withoutSecrets(draft('50'), [connector])).toEqual(draft('50'))
  expect(withoutSecrets({ path: `/a/${encodeURIComponent(token)}` }, [connector])).toEqual({ path: '' })
})

function draft(value: string): object {
  return {
    connector: 'intercom',
    name: 'Contacts',
    region: undefined,
    configuration: { template: null, path: '/contacts', query: [{ name: 'q', value }], headers: [] },
    attempt: { key: 'k', body: value && `{"q":"${value}"}` },
  }
}
