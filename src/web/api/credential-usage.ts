import { queryOptions } from '@tanstack/react-query'
import { credentialUsageSchema } from '../../contract/credential-usage.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { request } from './request.ts'

/** What a credential was used for in its last day, by the hour. */
export function lastDayQuery(id: string) {
  return queryOptions({
    queryKey: ['credential-usage', id],
    queryFn: ({ signal }) =>
      request(`${credentialPath(endpoints.credentialUsage, id)}?hours=24`, { schema: credentialUsageSchema, signal }),
  })
}
