import * as z from 'zod/mini'
import { accessTokenSchema } from '../../contract/access-token.ts'
import type { RequestMethod } from '../../contract/configuration.ts'
import type { Connector } from '../../contract/connector.ts'
import type { Region } from '../../contract/region.ts'
import type { Account } from '../../contract/verdict.ts'
import type { OutboundAnswer } from '../provider/outbound.ts'
import { Secret } from '../vault/secret.ts'
import type { ConnectorDefinition, Judgement, SecretFields, UseDefinition } from './connector.ts'
import { providerTextSchema } from './provider-text.ts'

/** Pins the answers' shapes; without it the app's own setting in the Developer Hub counts. */
const INTERCOM_VERSION = '2.16'

/** Intercom spreads its limits over windows of ten seconds. */
const WINDOW = 10_000
/** Calls a window, by default: 10,000 a minute. */
const CALLS_A_WINDOW = 1_667

const JSON_TYPE = 'application/json'

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

const configuring: ConnectorDefinition['configuring'] = {
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
      summary: 'Puts a tag that is there on a contact.',
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
  paging: { next: '/pages/next/starting_after', parameter: 'starting_after' },
  addedHeaders: [
    { name: 'Authorization', value: 'Bearer ••••••••' },
    { name: 'Intercom-Version', value: INTERCOM_VERSION },
  ],
}

/** Intercom's description, 2.16. Left out: `/ip_allowlist`, which could lock the workspace's own people out. */
const paths: UseDefinition['paths'] = [
  ...allow(
    ['GET', 'POST', 'PUT', 'DELETE'],
    [
      '/ai',
      '/articles',
      '/audiences',
      '/companies',
      '/contacts',
      '/content_snippets',
      '/conversations',
      '/help_center',
      '/internal_articles',
      '/news',
      '/office_hours_schedules',
      '/tickets',
    ],
  ),
  ...allow(['GET', 'POST', 'DELETE', 'PATCH'], ['/data_connectors']),
  ...allow(['GET', 'POST', 'DELETE'], ['/custom_object_instances', '/tags']),
  ...allow(['GET', 'POST', 'PUT'], ['/data_attributes', '/ticket_types', '/visitors']),
  ...allow(['GET', 'PUT', 'POST'], ['/admins']),
  ...allow(['GET', 'POST'], ['/calls', '/content', '/events', '/export', '/fin_voice', '/messages']),
  ...allow(['POST'], ['/fin', '/phone_call_redirects']),
  ...allow(
    ['GET'],
    [
      '/away_status_reasons',
      '/brands',
      '/download',
      '/emails',
      '/jobs',
      '/macros',
      '/me',
      '/notes',
      '/office_hours_schedules',
      '/segments',
      '/subscription_types',
      '/teams',
      '/ticket_states',
    ],
  ),
]

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

/** Intercom: an access token, checked with `GET /me` on the workspace's regional host. */
export const intercom = {
  connector,
  secretSchema: z.strictObject({
    accessToken: z.pipe(
      accessTokenSchema,
      z.transform((token: string) => new Secret(token)),
    ),
  }),
  configuring,
  use: {
    paths,
    authorize,
    defaultHeaders: { 'intercom-version': INTERCOM_VERSION },
    requestHeaders: ['intercom-version'],
    answerHeaders: [
      'intercom-version',
      'x-request-id',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
    ],
    rateLimit: { window: WINDOW, limit: CALLS_A_WINDOW, read: readBudget },
  },
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

const unreachableReasons = {
  dns: 'dns',
  refused: 'refused',
  forbidden: 'refused',
  tls: 'tls',
  timeout: 'timeout',
  broken: 'unexpected_answer',
  too_large: 'unexpected_answer',
} as const

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

function authorize({ accessToken }: SecretFields): Record<string, Secret> {
  return accessToken ? { authorization: accessToken.map((token) => `Bearer ${token}`) } : {}
}

function allow(methods: readonly RequestMethod[], allowed: readonly string[]): UseDefinition['paths'] {
  return allowed.map((path) => ({ path, methods }))
}

function toSample(record: object): string {
  return JSON.stringify(record, null, 2)
}

/**
 * `X-RateLimit-Limit`, `-Remaining` and `-Reset`. They come with authenticated answers only. What Intercom's pages show
 * as remaining in a window's first answer is the whole limit: the call itself is not yet in it.
 */
function readBudget(headers: OutboundAnswer['headers'], now: number): ReturnType<UseDefinition['rateLimit']['read']> {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? Number.NaN),
  ) as [number, number, number]
  const resetsAt = reset * 1_000
  const isPlausible =
    Number.isInteger(limit) && limit > 0 && limit <= 1_000_000 && Number.isInteger(remaining) && remaining >= 0
  const isNear = resetsAt > now - WINDOW && resetsAt <= now + 6 * WINDOW
  return isPlausible && isNear ? { limit, remaining: Math.max(0, Math.min(remaining, limit) - 1), resetsAt } : null
}

/** `X-RateLimit-Reset` is in Unix seconds. One that is absent, past or absurd becomes a window from now. */
function readReset(answer: OutboundAnswer, now: number): string {
  const reset = Number(answer.headers['x-ratelimit-reset']) * 1_000
  const isPlausible = reset > now && reset <= now + 60 * WINDOW
  return new Date(isPlausible ? reset : now + WINDOW).toISOString()
}

/** Undefined for what is not JSON: the error of `JSON.parse` would quote what it could not read. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
