import { expect, test } from 'vitest'
import { endpoints } from '../../contract/endpoints.ts'
import { createTestHome, get, openTestLatchkey } from '../fixture/latchkey.ts'

test('every route says that it may refuse a host, and that Latchkey may make a mistake', async () => {
  const home = await createTestHome('sqlite')
  const latchkey = await openTestLatchkey(home)
  const { paths } = (await (await get(latchkey, endpoints.openapi)).json()) as OpenApi
  const operations = Object.values(paths).flatMap((each) => Object.values(each))
  expect(operations.length).toBeGreaterThan(10)
  for (const { responses } of operations) {
    expect(responses['403']?.description).toContain('`forbidden_host`')
    expect(responses['500']?.description).toContain('`internal_error`')
  }
  await latchkey.close()
  await home.remove()
})

interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>
}
