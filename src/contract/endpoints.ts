/** Where the BFF answers the browser. A path segment is encoded by whoever fills it in. */
export const endpoints = {
  connectors: '/api/connectors',
  connector: '/api/connectors/:connector',
  credentials: '/api/credentials',
  credential: '/api/credentials/:credential',
  credentialCheck: '/api/credentials/:credential/check',
  credentialSecret: '/api/credentials/:credential/secret',
  credentialEvents: '/api/credentials/:credential/events',
  credentialUsage: '/api/credentials/:credential/usage',
  testRequest: '/api/credentials/:credential/test-request',
  credentialOwners: '/api/credential-owners',
  deletedCredentials: '/api/deleted-credentials',
  deletedCredential: '/api/deleted-credentials/:credential',
  restoreCredential: '/api/deleted-credentials/:credential/restore',
  checkSecret: '/api/credentials/check',
  resources: '/api/resources',
  resource: '/api/resources/:resource',
  credentialAccess: '/api/credentials/:credential/access',
  credentialGrant: '/api/credentials/:credential/access/:kind/:grantee',
  credentialOwner: '/api/credentials/:credential/owner',
  people: '/api/people',
  events: '/api/events',
  eventsExport: '/api/events.jsonl',
  session: '/api/session',
  embeddedSession: '/api/embed/session',
  signIn: '/api/sign-in',
  signInCallback: '/api/sign-in/callback',
  sandbox: '/api/sandbox',
  openapi: '/api/openapi.json',
} as const

/** Where the BFF answers the servers of products that show Latchkey in a frame; each call with a host key. */
export const hostEndpoints = {
  sessions: '/v1/sessions',
  session: '/v1/sessions/:session',
  credential: '/v1/tenants/:tenant/credentials/:credential',
} as const

/** On every call of a browser that changes something: a form of another site cannot send it. */
export const CLIENT_HEADER = 'Latchkey-Client'

/** draft-ietf-httpapi-idempotency-key-header: bare or quoted, up to 255 printable ASCII characters. */
export const IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key'
