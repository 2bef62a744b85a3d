import { queryOptions } from '@tanstack/react-query'
import { connectorListSchema } from '../../contract/connector.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { request } from './request.ts'

/** Every connector Latchkey has. Files of the BFF define them, so they do not change while a page is open. */
export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: ({ signal }) => request(endpoints.connectors, { schema: connectorListSchema, signal }),
  select: ({ connectors }) => connectors,
  staleTime: Infinity,
})
