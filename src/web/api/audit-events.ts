import { infiniteQueryOptions } from '@tanstack/react-query'
import { auditEventPageSchema, type ExportAuditEvents } from '../../contract/audit-event.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { request } from './request.ts'

/** What they are narrowed to; times in UTC. */
export type AuditFilters = Partial<Record<keyof ExportAuditEvents, string>>

/** What was done in the tenant, newest first, a page at a time. */
export function auditEventsQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: ['audit-events', filters],
    queryFn: ({ pageParam, signal }) =>
      request(`${endpoints.events}?${new URLSearchParams({ ...filters, ...(pageParam && { cursor: pageParam }) })}`, {
        schema: auditEventPageSchema,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Something may have been done a moment ago, on another screen.
    staleTime: 0,
  })
}

/** Where all of it is to be had as a file. */
export function auditExportHref(filters: AuditFilters): string {
  const query = new URLSearchParams(filters)
  return query.size > 0 ? `${endpoints.eventsExport}?${query}` : endpoints.eventsExport
}
