import { queryOptions } from '@tanstack/react-query'
import { connectorListSchema } from '../../contract/connector.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { request } from './request.ts'

const listQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: ({ signal }) => request(endpoints.connectors, { schema: connectorListSchema, signal }),
  staleTime: Infinity,
})

/** Every connector Latchkey has. Files of the BFF define them, so they do not change while a page is open. */
export const connectorsQuery = queryOptions({ ...listQuery, select: ({ connectors }) => connectors })

/** Whether the sandbox plays the providers. It cannot start or end while a page is open. */
export const isSandboxQuery = queryOptions({ ...listQuery, select: ({ isSandbox }) => isSandbox })
