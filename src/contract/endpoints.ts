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
  sandbox: '/api/sandbox',
  openapi: '/api/openapi.json',
} as const

/** On every call of a browser that changes something: a form of another site cannot send it. */
export const CLIENT_HEADER = 'Latchkey-Client'

/** draft-ietf-httpapi-idempotency-key-header: bare or quoted, up to 255 printable ASCII characters. */
export const IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key'
