import type { Guide } from '../../contract/connector.ts'
import type { UnreachableReason } from '../../contract/verdict.ts'
import type { OutboundFailure } from '../provider/outbound.ts'
import type { OAuthDefinition } from './connector.ts'
import { authorize, INTERCOM_VERSION } from './intercom-use.ts'

/**
 * Intercom's own form of the code flow (developers.intercom.com, *Setting up OAuth*): scopes are set with the app in the
 * Developer Hub, PKCE is not documented, the token does not expire, and `POST /auth/uninstall` ends it.
 */
export function intercomOAuth({
  toSecret,
  unreachableReasonOf,
}: Pick<OAuthDefinition, 'toSecret'> & {
  unreachableReasonOf(reason: OutboundFailure['reason']): UnreachableReason
}): OAuthDefinition {
  return {
    pages: [
      { region: 'us', url: 'https://app.intercom.com' },
      { region: 'eu', url: 'https://app.eu.intercom.com' },
      { region: 'au', url: 'https://app.au.intercom.com' },
    ],
    authorizePath: '/oauth',
    tokenPath: '/auth/eagle/token',
    scope: null,
    pkce: false,
    toSecret,
    uninstall: {
      request: (secret) => ({
        path: '/auth/uninstall',
        headers: { ...authorize(secret), 'intercom-version': INTERCOM_VERSION },
      }),
      judge(result) {
        if (result.kind === 'failed') return { kind: 'failed', reason: unreachableReasonOf(result.reason) }
        const { status } = result
        if (status >= 200 && status < 300) return { kind: 'uninstalled' }
        if (status === 401) return { kind: 'failed', reason: 'rejected' }
        if (status === 429) return { kind: 'failed', reason: 'throttled' }
        return { kind: 'failed', reason: status === 408 || status >= 500 ? 'server_error' : 'unexpected_answer' }
      },
    },
  }
}

export const intercomOAuthGuide: Guide = {
  title: 'How connecting works',
  steps: [
    'Press **Connect with Intercom**. A window opens, on Intercom’s own page.',
    'Whoever the workspace belongs to signs in there, picks the **workspace**, and presses **Authorize access**.',
    'The window closes, and this form says which workspace was connected.',
    'Press **Save**. Until then nothing is a credential.',
  ],
  warning: {
    title: 'Nobody sees a token.',
    text: 'Intercom gives it to Latchkey’s server, which seals it. It works until the app is uninstalled at Intercom.',
  },
  sections: [
    {
      title: 'Is OAuth right for you?',
      paragraphs: [
        'It is for the workspaces of **other companies**, as Intercom’s terms ask. For **your own workspace** an Access Token does as well.',
      ],
    },
    {
      title: 'What the connection may do',
      paragraphs: ['The scopes of the app decide it, which whoever runs Latchkey has set in Intercom’s Developer Hub.'],
    },
    {
      title: 'Regions',
      paragraphs: [
        'Intercom has an authorize page for each region. **Automatic** opens the one of the United States; for a workspace in the European Union or Australia choose its region under **Advanced settings** first.',
      ],
    },
  ],
  links: [
    {
      label: 'OAuth, in Intercom’s documentation',
      url: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth',
    },
  ],
}
