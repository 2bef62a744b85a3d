import { expect, test } from 'vitest'
import { addCredentialPath, parseFlowPath, stepPath } from './paths.ts'

test('a step has a URL, and the URL leads back to the step', () => {
  expect(parseFlowPath(stepPath('source', 'select'))).toEqual({ kind: 'source', step: 'select', isAdding: false })
  expect(parseFlowPath(addCredentialPath('destination'))).toEqual({
    kind: 'destination',
    step: 'authenticate',
    isAdding: true,
  })
})

test.each([
  '/',
  '/new',
  '/new/source',
  '/new/flow/select',
  '/new/source/configure/add-credential',
  '/new/source/select/x',
])('%s is no step of a flow', (path) => {
  expect(parseFlowPath(path)).toBeNull()
})
