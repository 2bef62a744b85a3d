import type { Method } from '../../contract/connector.ts'

/** What leads to another secret in a credential's place, and what that is called there. */
export const replaceLabels: Record<Method, string> = { access_token: 'Replace token', oauth: 'Reconnect' }
