import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { Connector } from '../../contract/connector.ts'
import type { TestAnswer } from '../../contract/test-request.ts'

/** What the fake's connector offers to configure. */
export function detailOf(connector: Connector): ConnectorDetail {
  return {
    ...connector,
    sourceTemplates: [
      {
        id: 'contacts',
        name: 'Contacts',
        summary: 'Users and leads, with their companies and tags.',
        path: '/contacts',
        query: [{ name: 'per_page', value: '50' }],
        records: '/data',
      },
      { id: 'tags', name: 'Tags', summary: 'Every tag of the workspace.', path: '/tags', query: [], records: '/data' },
    ],
    destinationTemplates: [
      {
        id: 'create-contact',
        name: 'Create a contact',
        summary: 'Adds a user or a lead.',
        method: 'POST',
        path: '/contacts',
        contentType: 'application/json',
        sample: JSON.stringify({ role: 'user', email: 'ada@example.com' }, null, 2),
      },
      {
        id: 'update-contact',
        name: 'Update a contact',
        summary: 'Changes what the record names. Intercom updates a contact by **PUT**; there is no PATCH for one.',
        method: 'PUT',
        path: '/contacts/{contact_id}',
        contentType: 'application/json',
        sample: JSON.stringify({ name: 'Ada Example' }, null, 2),
      },
    ],
    contentTypes: ['application/json'],
    paging: { next: '/pages/next/starting_after', parameter: 'starting_after', link: '/pages/next' },
    addedHeaders: [
      { name: 'Authorization', value: 'Bearer ••••••••' },
      { name: 'Intercom-Version', value: '2.16' },
    ],
    requestHeaders: ['accept-language', 'intercom-version'],
  }
}

/** What a provider answered, as Latchkey passes it on. */
export function makeAnswer(json: unknown, differences: Partial<TestAnswer> = {}): TestAnswer {
  const body = typeof json === 'string' ? json : JSON.stringify(json)
  return {
    status: 200,
    headers: [],
    contentType: 'application/json',
    body,
    bytes: body.length,
    milliseconds: 312,
    calls: 1,
    budget: { limit: 1_667, remaining: 1_650, resetsAt: new Date().toISOString() },
    ...differences,
  }
}

/** Contacts as Intercom has them, a page of them, with a next one where a cursor is given. */
export function makeContacts(count: number, cursor?: string): object {
  return {
    type: 'list',
    data: Array.from({ length: count }, (_, index) => ({
      type: 'contact',
      id: `66${String(index).padStart(22, '0')}`,
      email: `person.${index}@example.com`,
      name: ['Ada Example', 'Grace Sample', 'Alan Specimen'][index % 3],
      owner_id: index % 2 ? null : 7_101_234,
      location: { type: 'location', country: 'Ireland', city: index % 4 ? 'Dublin' : null },
      tags: { type: 'list', data: [{ id: '1' }, { id: '2' }], total_count: 2 },
      custom_attributes: { plan: 'pro', seats: index, 'renewed on': '2026-05-01' },
      created_at: 1_760_000_000 + index,
    })),
    total_count: 132,
    pages: { type: 'pages', page: 1, ...(cursor && { next: { page: 2, starting_after: cursor } }) },
  }
}
