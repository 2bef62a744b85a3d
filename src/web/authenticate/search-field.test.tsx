import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import type { Connector } from '../../contract/connector.ts'
import { SearchField } from './search-field.tsx'

/** Milliseconds: longer than what is typed is waited for. */
const LONGER = 300

test('S1 a token that is pasted into the search is not searched for, and that is said', async () => {
  const onChange = vi.fn<(value: string) => void>()
  await render(<SearchField connector={connector} value="" onChange={onChange} />)
  const search = page.getByRole('searchbox')
  await search.fill('zeta')
  await expect.poll(() => onChange.mock.calls).toHaveLength(1)
  await search.fill('zeta secret-canary')
  await expect.element(search).toHaveAccessibleDescription(/looks like a token, and is not searched for/u)
  await new Promise((resolve) => {
    setTimeout(resolve, LONGER)
  })
  await search.fill('alpha')
  await expect.poll(() => onChange.mock.calls.map(([value]) => value)).toEqual(['zeta', 'alpha'])
  await expect.element(search).not.toHaveAccessibleDescription()
})

const connector: Connector = {
  id: 'intercom',
  name: 'Intercom',
  methods: [],
  fields: [
    {
      name: 'accessToken',
      label: 'Access Token',
      usualShape: { pattern: '^secret-[a-z]+$', unusualShape: '' },
    },
  ],
  regions: [],
  scopes: [],
  guide: { title: '', steps: [], warning: { title: '', text: '' }, sections: [], links: [] },
  endpoints: [],
}
