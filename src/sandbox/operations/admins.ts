import { toAdminList, toAdminWithApp } from '../admins.ts'
import type { Operation } from './operation.ts'

export const adminOperations: Operation[] = [
  { method: 'GET', path: '/me', answer: ({ workspace }) => ({ body: toAdminWithApp(workspace) }) },
  { method: 'GET', path: '/admins', answer: ({ workspace }) => ({ body: toAdminList(workspace) }) },
]
