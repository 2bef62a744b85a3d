import type { ColumnType, Generated } from 'kysely'

/**
 * The tables, the same on SQLite and PostgreSQL. Times are RFC 3339 text in UTC with milliseconds, so that they sort as
 * they read on both; structured values are JSON text; ids are UUIDv7.
 */
export interface Tables {
  keyring_check: KeyringCheckTable
  data_key: DataKeyTable
  credential: CredentialTable
  credential_total: CredentialTotalTable
  deleted_credential: DeletedCredentialTable
  resource: ResourceTable
  idempotency_key: IdempotencyKeyTable
  audit_event: AuditEventTable
  lease: LeaseTable
  webhook_delivery: WebhookDeliveryTable
  data_plane_key: DataPlaneKeyTable
  rate_budget: RateBudgetTable
  credential_usage: CredentialUsageTable
  session: SessionTable
  one_time_token: OneTimeTokenTable
  sign_in_attempt: SignInAttemptTable
  person: PersonTable
  team: TeamTable
  credential_grant: CredentialGrantTable
  host_key: HostKeyTable
  oauth_authorization: OAuthAuthorizationTable
}

/** One row: proves that the keyring at hand is the one the store was made with. */
interface KeyringCheckTable {
  id: number
  value: string
}

/** A tenant's key, wrapped by a key-encryption key. */
interface DataKeyTable {
  kid: string
  tenant_id: string
  wrapped: string
  created_at: string
}

export interface CredentialTable {
  id: string
  tenant_id: string
  connector: string
  method: string
  name: string
  /** Case folded: what is unique, sorted and searched. */
  name_folded: string
  description: string
  /** Name, description, workspace and its id, case folded. */
  search_folded: string
  region: string
  account: string | null
  status: string
  status_reason: string | null
  status_since: string
  checked_at: string | null
  sealed_secret: string
  /** Counts the secrets this credential has had; part of what the seal is bound to. */
  secret_version: number
  /** HMAC of the secret: finds a duplicate without opening anything. */
  secret_hash: string
  owner_id: string
  owner_name: string
  created_at: string
  updated_at: string
  /** Empty for never, since a key page cannot pass a null. */
  last_used_at: string
  /** Counts what people changed; what `If-Match` is compared with. */
  revision: number
  /** Of the account: finds the other credentials of a workspace. */
  workspace_id: string | null
  /** When the watch is to ask the provider again. */
  check_due_at: string
  /** The first of two rejections that make a credential failed, while the second is awaited. */
  rejected_at: string | null
}

/**
 * What was deleted and can still be had back. A table of its own, so that no query over credentials can forget to leave
 * these out, and their names and secrets are free to be taken again.
 */
export interface DeletedCredentialTable extends CredentialTable {
  deleted_at: string
  deleted_by_id: string
  deleted_by_name: string
}

/**
 * Kept with the rows, in their transactions: counting a million takes 69 ms, a page 0.1. A total is the sum of its
 * shards, since on PostgreSQL a single row would let one save wait for the disk of another.
 */
interface CredentialTotalTable {
  tenant_id: string
  connector: string
  owner_id: string
  owner_name: string
  shard: number
  total: number
}

export interface ResourceTable {
  id: string
  tenant_id: string
  kind: string
  connector: string
  credential_id: string
  name: string
  region: string | null
  /** JSON, of the resource's own. */
  configuration: string
  owner_id: string
  owner_name: string
  created_at: string
  updated_at: string
  /** Counts what people changed; what `If-Match` is compared with. */
  revision: Generated<number>
}

/** A key in flight has an answer of null and a claim, which only its own request can complete. */
interface IdempotencyKeyTable {
  tenant_id: string
  key: string
  claim: string
  /** HMAC of what was asked: it holds a secret. */
  request_hash: string
  answer: string | null
  expires_at: string
}

/** Written in the transaction of what it tells, or that does not happen. */
export interface AuditEventTable {
  id: string
  tenant_id: string
  at: string
  actor_id: string
  actor_name: string
  action: string
  /** Empty where it is about none. */
  connector: string
  credential_id: string | null
  resource_id: string | null
  /** JSON; never a secret, nor a hash of one. */
  detail: Generated<string>
  /** Of the asker; null where nobody asked over the network. */
  address: string | null
  outcome: Generated<string>
}

/** Which process does what only one may do at a time. */
interface LeaseTable {
  name: string
  holder: string
  expires_at: string
}

/** A message to the operator's webhook that was not yet taken; written with what it tells. */
interface WebhookDeliveryTable {
  id: string
  payload: string
  attempts: number
  due_at: string
}

/** What a data flow shows to use the credentials of a connector. */
export interface DataPlaneKeyTable {
  id: string
  tenant_id: string
  name: string
  connector: string
  /** SHA-256 of the key, which is as random as the hash is long: nothing can be tried against it. */
  hash: string
  created_by: string
  created_at: string
  last_used_at: string | null
  revoked_at: string | null
}

/** The current time window of a credential's calls, over all instances. */
export interface RateBudgetTable {
  credential_id: string
  /** Calls a window, as the provider's last answer told. Null until one has. */
  quota: number | null
  window_ends_at: string
  /** Calls of the window that instances have leased. */
  granted: number
  /** Of these, what the last statement leased: less than was asked for where no more was left. */
  last_grant: number
}

/** Counters of one hour, added to by every instance. PostgreSQL's `bigint` is read as text. */
export interface CredentialUsageTable {
  credential_id: string
  hour: string
  tenant_id: string
  calls: Counter
  errors: Counter
  throttled: Counter
  bytes_sent: Counter
  bytes_received: Counter
  /** An HDR histogram of microseconds to the answer's head, encoded. */
  latency: string
  quota: number | null
  least_remaining: number | null
}

type Counter = ColumnType<number | string, number, number>

/** Who is signed in. The row is the session: without it, it is over on every instance. */
export interface SessionTable {
  id: string
  tenant_id: string
  /** SHA-256 of what the browser or the frame shows. */
  token_hash: string
  sign_in: string
  person_id: string
  person_name: string
  role: string
  /** JSON, an array of ids. */
  teams: string
  /** JSON, an array of ids; null for all. */
  connectors: string | null
  purpose: string | null
  /** Of the host's page that the session is shown on. */
  page_origin: string | null
  host_key_id: string | null
  created_at: string
  /** The last use, told to the minute. */
  seen_at: string
  expires_at: string
}

/** Opens one session, once. A spent one stays for a while, so that who comes with it again is told apart from a guess. */
export interface OneTimeTokenTable {
  hash: string
  tenant_id: string
  /** Which the session will have. */
  session_id: string
  sign_in: string
  /** JSON: who, and what they may. */
  session: string
  page_origin: string | null
  host_key_id: string | null
  created_at: string
  expires_at: string
  spent_at: string | null
}

/** A browser on its way to the OpenID provider and back. */
interface SignInAttemptTable {
  state_hash: string
  /** Of the cookie of the browser that went: only that one may come back. */
  browser_hash: string
  return_to: string
  expires_at: string
}

/** Who has signed in. */
interface PersonTable {
  tenant_id: string
  id: string
  name: string
  name_folded: string
  seen_at: string
}

interface TeamTable {
  tenant_id: string
  /** What it is called, too. */
  id: string
  name_folded: string
  seen_at: string
}

/** With whom a credential is shared. Of a deleted credential as well, which may come back. */
export interface CredentialGrantTable {
  tenant_id: string
  credential_id: string
  grantee_kind: string
  grantee_id: string
  access: string
  granted_by_id: string
  granted_by_name: string
  granted_at: string
}

/** What the server of a product shows that embeds Latchkey. */
export interface HostKeyTable {
  id: string
  name: string
  /** SHA-256. */
  hash: string
  /** JSON: the origins of pages that may show the frame. */
  origins: string
  /** The only one it may name; null for any. */
  tenant_id: string | null
  /** The most that its sessions may be. */
  role: string
  /** JSON; null for all. */
  connectors: string | null
  created_by: string
  created_at: string
  last_used_at: string | null
  revoked_at: string | null
}

/** What somebody brings from a provider's authorize page. */
export interface OAuthAuthorizationTable {
  id: string
  tenant_id: string
  person_id: string
  person_name: string
  /** Null where nobody is asked to sign in. */
  session_id: string | null
  connector: string
  /** Whose authorize page and token endpoint. */
  region: string
  /** The credential that is connected again; null for a new one. */
  credential_id: string | null
  state_hash: string
  /** Of the cookie of the browser that went: only that one may come back. */
  browser_hash: string
  /** Path of the page to come back to; null where a window went. */
  return_to: string | null
  /** `waiting`; `taken`: it has come back, which none can do twice; `authorized`; `failed`. */
  state: string
  failure: string | null
  /** JSON. */
  verdict: string | null
  /** Under the authorization's own id, as version 0 of what may become a credential's. */
  sealed_secret: string | null
  secret_hash: string | null
  created_at: string
  taken_at: string | null
  expires_at: string
}
