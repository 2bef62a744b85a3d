import * as z from 'zod/mini'
import { accessTokenSchema } from '../../contract/access-token.ts'
import type { Connector } from '../../contract/connector.ts'
import type { Region } from '../../contract/region.ts'
import type { Account } from '../../contract/verdict.ts'
import { parseJson } from '../parse-json.ts'
import type { OutboundAnswer } from '../provider/outbound.ts'
import { Secret } from '../vault/secret.ts'
import type { ConnectorDefinition, Judgement } from './connector.ts'
import { intercomConfiguring } from './intercom-configuring.ts'
import { intercomOAuth, intercomOAuthGuide } from './intercom-oauth.ts'
import { authorize, INTERCOM_VERSION, intercomUse, WINDOW } from './intercom-use.ts'
import { providerTextSchema } from './provider-text.ts'

const connector: Connector = {
  id: 'intercom',
  name: 'Intercom',
  methods: [
    {
      id: 'access_token',
      name: 'Access Token',
      summary: 'For **your own workspace**. Ready as soon as you have made an app in the Developer Hub.',
      available: true,
    },
    {
      id: 'oauth',
      name: 'OAuth',
      summary: 'For **other companies’ workspaces**. Intercom’s terms ask for it wherever a token is not your own.',
      available: false,
      guide: intercomOAuthGuide,
    },
  ],
  fields: [
    {
      name: 'accessToken',
      label: 'Access Token',
      usualShape: {
        pattern: '^dG9r[A-Za-z0-9+/_-]{20,}={0,2}$',
        unusualShape:
          'Intercom tokens usually begin with dG9r. Check that the whole token was copied; you can save it all the same.',
      },
    },
  ],
  regions: [
    { id: 'us', name: 'United States', shortName: 'US' },
    { id: 'eu', name: 'European Union', shortName: 'EU' },
    { id: 'au', name: 'Australia', shortName: 'AU' },
  ],
  scopes: [
    {
      id: 'read_single_admin',
      name: 'Read one admin',
      purpose: 'lets Latchkey see which workspace the token belongs to',
    },
    { id: 'read_admins', name: 'Read admins', purpose: 'lists the people of the workspace' },
    { id: 'read_users', name: 'Read people', purpose: 'reads contacts and companies' },
    { id: 'read_conversations', name: 'Read conversations', purpose: 'reads conversations' },
    { id: 'read_tags', name: 'Read tags', purpose: 'reads tags' },
  ],
  guide: {
    title: 'Where to find the token',
    steps: [
      'Open the **Intercom Developer Hub** and sign in.',
      'Choose **Your Apps**, then **New app**.',
      'Give the app a name, pick the workspace it is for, and press **Create app**.',
      'In the app, open **Configure**, then **Authentication**.',
      'Copy the whole **Access Token**, and paste it here.',
    ],
    warning: {
      title: 'Treat it like a password.',
      text: 'It opens your workspace’s data and does not expire until somebody revokes it.',
    },
    sections: [
      {
        title: 'Is a token right for you?',
        paragraphs: [
          'A token is for **your own workspace**. To connect the workspaces of **other companies**, Intercom’s terms ask for OAuth; a product that collects their tokens instead may lose its access.',
        ],
      },
      {
        title: 'What the token may do',
        paragraphs: [
          'The app’s permissions decide it. **Read one admin** lets Latchkey show which workspace a token belongs to; add the ones for what your data flow reads or writes.',
          'After changing an app’s permissions, regenerate its token: the old one keeps the old permissions.',
        ],
      },
      {
        title: 'Rate limits',
        paragraphs: [
          'By default 10,000 calls a minute for an app and 25,000 for a workspace, counted in windows of ten seconds. All private apps of a workspace share its total.',
        ],
      },
      {
        title: 'Regions',
        paragraphs: [
          'A workspace lives in the United States, the European Union or Australia. **Automatic** finds out; choose one under **Advanced settings** only if you must.',
        ],
      },
    ],
    links: [
      { label: 'Intercom Developer Hub', url: 'https://app.intercom.com/a/apps/_/developer-hub' },
      {
        label: 'Authentication, in Intercom’s documentation',
        url: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
      },
    ],
  },
  endpoints: [
    { region: 'us', url: 'https://api.intercom.io' },
    { region: 'eu', url: 'https://api.eu.intercom.io' },
    { region: 'au', url: 'https://api.au.intercom.io' },
  ],
}

/** Intercom's description of `GET /me`: `admin_with_app`, of which nothing is required and which may be null. */
const meSchema = z.nullable(
  z.object({
    // An object of another type, such as a list of errors, is no answer to whose token it is.
    type: z.nullish(z.literal('admin')),
    errors: z.optional(z.never()),
    name: providerTextSchema,
    email: providerTextSchema,
    app: z.catch(
      z.nullish(z.object({ id_code: providerTextSchema, name: providerTextSchema, region: providerTextSchema })),
      null,
    ),
  }),
)

/** Every error of Intercom's, by its description. A body of another form says nothing about a token. */
const errorListSchema = z.object({
  type: z.literal('error.list'),
  request_id: z.catch(z.nullish(z.string()), null),
  errors: z.array(z.object({ code: z.string() })).check(z.minLength(1)),
})

type ErrorList = z.infer<typeof errorListSchema>

/** What each documented code says of a token. More may be added: an unknown one says nothing. */
const judgements: Record<string, Record<string, Judgement>> = {
  401: {
    unauthorized: { kind: 'rejected', reason: 'invalid' },
    token_not_found: { kind: 'rejected', reason: 'invalid' },
    token_revoked: { kind: 'rejected', reason: 'revoked' },
    token_blocked: { kind: 'rejected', reason: 'revoked' },
    token_expired: { kind: 'rejected', reason: 'revoked' },
    token_suspended: { kind: 'rejected', reason: 'suspended' },
    token_unauthorized: { kind: 'restricted', reason: 'token_unauthorized' },
  },
  402: { api_plan_restricted: { kind: 'restricted', reason: 'plan' } },
  403: {
    api_plan_restricted: { kind: 'restricted', reason: 'plan' },
    forbidden: { kind: 'restricted', reason: 'scope', missing: ['read_single_admin'] },
    action_forbidden: { kind: 'restricted', reason: 'scope', missing: ['read_single_admin'] },
  },
}

/** As others saw `app.region`. The raw value is kept with the account. */
const regions: ReadonlyMap<string, Region> = new Map([
  ['us', 'us'],
  ['united states', 'us'],
  ['eu', 'eu'],
  ['europe', 'eu'],
  ['european union', 'eu'],
  ['au', 'au'],
  ['australia', 'au'],
])

const secretSchema = z.strictObject({
  accessToken: z.pipe(
    accessTokenSchema,
    z.transform((token: string) => new Secret(token)),
  ),
})

const unreachableReasons = {
  dns: 'dns',
  refused: 'refused',
  forbidden: 'refused',
  tls: 'tls',
  timeout: 'timeout',
  broken: 'unexpected_answer',
  too_large: 'unexpected_answer',
} as const

/** Intercom: an access token, checked with `GET /me` on the workspace's regional host. */
export const intercom = {
  connector,
  secretSchema,
  oauth: intercomOAuth({
    toSecret: (accessToken) => secretSchema.safeParse({ accessToken }).data ?? null,
    unreachableReasonOf: (reason) => unreachableReasons[reason],
  }),
  configuring: intercomConfiguring,
  use: intercomUse,
  check: {
    request: (secret) => ({
      path: '/me',
      headers: { ...authorize(secret), 'intercom-version': INTERCOM_VERSION },
    }),
    judge(result, asked, now) {
      if (result.kind === 'failed') return { kind: 'unreachable', reason: unreachableReasons[result.reason] }
      const { status } = result
      const json = parseJson(result.body)
      if (status === 200) {
        const me = meSchema.safeParse(json)
        if (me.success)
          return { kind: 'accepted', account: me.data && toAccount(me.data), ...toRequestId(null, result) }
      }
      const list = errorListSchema.safeParse(json).data ?? null
      const requestId = toRequestId(list, result)
      if (status === 429) return { kind: 'throttled', retryAt: readReset(result, now), ...requestId }
      if (status === 408 || status >= 500) return { kind: 'unreachable', reason: 'server_error', ...requestId }
      const known = list && findJudgement(status, list)
      if (!known) return { kind: 'unreachable', reason: 'unexpected_answer', ...requestId }
      // What a wrong regional host answers is unknown, so its 401 may mean either.
      const isRegional = asked === 'eu' || asked === 'au'
      if (isRegional && known.kind === 'rejected' && known.reason === 'invalid') {
        return { ...known, ...requestId, reason: 'invalid_or_other_region' }
      }
      return { ...known, ...requestId }
    },
    regionOf: (account) => regions.get(account.region?.trim().toLowerCase() ?? '') ?? null,
  },
} satisfies ConnectorDefinition

function findJudgement(status: number, { errors }: ErrorList): Judgement | null {
  const code = errors[0]?.code ?? ''
  const byCode = judgements[String(status)]
  return byCode && Object.hasOwn(byCode, code) ? (byCode[code] ?? null) : null
}

/** Null for an answer that says nothing of whom the token belongs to. */
function toAccount(me: NonNullable<z.infer<typeof meSchema>>): Account | null {
  const account = {
    workspaceName: me.app?.name ?? null,
    workspaceId: me.app?.id_code ?? null,
    region: me.app?.region ?? null,
    adminName: me.name,
    adminEmail: me.email,
  }
  return Object.values(account).some((text) => text !== null) ? account : null
}

/** What Intercom's support asks for. Printable and short, since a person is shown it. */
function toRequestId(list: ErrorList | null, { headers }: OutboundAnswer): { requestId?: string } {
  const id = list?.request_id ?? headers['x-request-id']
  return typeof id === 'string' && /^[\x21-\x7e]{1,100}$/u.test(id) ? { requestId: id } : {}
}

/** `X-RateLimit-Reset` is in Unix seconds. One that is absent, past or absurd becomes a window from now. */
function readReset(answer: OutboundAnswer, now: number): string {
  const reset = Number(answer.headers['x-ratelimit-reset']) * 1_000
  const isPlausible = reset > now && reset <= now + 60 * WINDOW
  return new Date(isPlausible ? reset : now + WINDOW).toISOString()
}
