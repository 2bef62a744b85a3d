import { expect, test } from 'vitest'
import { createWorkspaceRecords } from './workspace-records.ts'
import { namedWorkspace } from './workspace.ts'

test('of fifty workspaces what was done is remembered, and the one left alone the longest is as new after that', () => {
  const recordsOf = createWorkspaceRecords()
  const [first, second] = [namedWorkspace('First', 'us'), namedWorkspace('Second', 'us')]
  const tags = recordsOf(first).tags.length
  recordsOf(first).tags.pop()
  recordsOf(second).tags.pop()
  for (let index = 2; index < 50; index += 1) recordsOf(namedWorkspace(`Workspace ${index}`, 'us'))
  expect(recordsOf(first).tags).toHaveLength(tags - 1)
  recordsOf(namedWorkspace('One too many', 'us'))
  expect(recordsOf(second).tags).toHaveLength(tags)
  expect(recordsOf(first).tags).toHaveLength(tags - 1)
})
