import { queryOptions } from '@tanstack/react-query'
import { connectorDetailSchema } from '../../contract/connector-detail.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { request } from './request.ts'

/** What it takes to configure a source or destination: its templates, headers and paging. */
export function connectorDetailQuery(id: string) {
  return queryOptions({
    queryKey: ['connector', id],
    queryFn: ({ signal }) =>
      request(endpoints.connector.replace(':connector', encodeURIComponent(id)), {
        schema: connectorDetailSchema,
        signal,
      }),
    // A file of the BFF defines it, so it does not change while a page is open.
    staleTime: Infinity,
  })
}
