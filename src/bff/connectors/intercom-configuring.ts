import type { ConnectorDefinition } from './connector.ts'
import { INTERCOM_VERSION } from './intercom-use.ts'

const JSON_TYPE = 'application/json'

/** What is known to make sense as a source or destination. */
export const intercomConfiguring: ConnectorDefinition['configuring'] = {
  sourceTemplates: [
    {
      id: 'contacts',
      name: 'Contacts',
      summary: 'Users and leads, with their companies and tags.',
      path: '/contacts',
      query: [{ name: 'per_page', value: '50' }],
      records: '/data',
    },
    {
      id: 'conversations',
      name: 'Conversations',
      summary: 'Conversations with who takes part in them; each one’s parts come with the conversation itself.',
      path: '/conversations',
      query: [{ name: 'per_page', value: '50' }],
      records: '/conversations',
    },
    {
      id: 'companies',
      name: 'Companies',
      summary: 'Companies that have at least one contact.',
      path: '/companies',
      query: [{ name: 'per_page', value: '50' }],
      records: '/data',
    },
    { id: 'tags', name: 'Tags', summary: 'Every tag of the workspace.', path: '/tags', query: [], records: '/data' },
    {
      id: 'admins',
      name: 'Admins',
      summary: 'The people who work here.',
      path: '/admins',
      query: [],
      records: '/admins',
    },
    {
      id: 'events',
      name: 'Events',
      summary: 'What one contact did, of the last 90 days. Say which contact: by user_id, email or intercom_user_id.',
      path: '/events',
      query: [
        { name: 'type', value: 'user' },
        { name: 'email', value: '' },
      ],
      records: '/events',
    },
  ],
  destinationTemplates: [
    {
      id: 'create-contact',
      name: 'Create a contact',
      summary: 'Adds a user or a lead. Intercom refuses one whose email or external_id it has already.',
      method: 'POST',
      path: '/contacts',
      contentType: JSON_TYPE,
      sample: toSample({ role: 'user', email: 'ada@example.com', name: 'Ada Example' }),
    },
    {
      id: 'update-contact',
      name: 'Update a contact',
      summary:
        'Changes what the record names and leaves the rest. Intercom updates a contact by **PUT**; its description has no PATCH for one.',
      method: 'PUT',
      path: '/contacts/{contact_id}',
      contentType: JSON_TYPE,
      sample: toSample({ name: 'Ada Example' }),
    },
    {
      id: 'save-company',
      name: 'Create or update a company',
      summary: 'Intercom finds a company by its company_id, and makes one where there is none.',
      method: 'POST',
      path: '/companies',
      contentType: JSON_TYPE,
      sample: toSample({ company_id: 'example-1', name: 'Example Ltd' }),
    },
    {
      id: 'tag-contact',
      name: 'Tag a contact',
      summary: 'Puts an existing tag on a contact.',
      method: 'POST',
      path: '/contacts/{contact_id}/tags',
      contentType: JSON_TYPE,
      sample: toSample({ id: '1' }),
    },
    {
      id: 'submit-event',
      name: 'Submit an event',
      summary: 'Tells what a contact did. created_at is in Unix seconds.',
      method: 'POST',
      path: '/events',
      contentType: JSON_TYPE,
      sample: toSample({ event_name: 'invited-friend', created_at: 1_389_913_941, email: 'ada@example.com' }),
    },
    {
      id: 'delete-contact',
      name: 'Delete a contact',
      summary: 'Deletes one contact for good. It takes no record.',
      method: 'DELETE',
      path: '/contacts/{contact_id}',
      contentType: JSON_TYPE,
      sample: '',
    },
  ],
  contentTypes: [JSON_TYPE],
  // Events, and some lists below others, have an address in the place of an object with a cursor.
  paging: { next: '/pages/next/starting_after', parameter: 'starting_after', link: '/pages/next' },
  addedHeaders: [
    { name: 'Authorization', value: 'Bearer ••••••••' },
    { name: 'Intercom-Version', value: INTERCOM_VERSION },
  ],
}

function toSample(record: object): string {
  return JSON.stringify(record, null, 2)
}
