import { expect, test } from 'vitest'
import { resourceHref, resourceIdOf } from './resource-href.ts'

test('a resource has an address of its own, which tells it', () => {
  const id = crypto.randomUUID()
  expect(resourceIdOf(resourceHref(id))).toBe(id)
  expect(resourceIdOf(`${resourceHref(id)}/`)).toBe(id)
})

test.each(['/', '/resources', '/resources/', '/resources/a/b', '/new/source/select'])('%s is no resource’s', (path) => {
  expect(resourceIdOf(path)).toBeNull()
})
