import type * as z from 'zod/mini'
import type { RequestMethod } from '../../contract/configuration.ts'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { Connector } from '../../contract/connector.ts'
import type { Region, RegionChoice } from '../../contract/region.ts'
import type { Account, UnreachableReason, Verdict } from '../../contract/verdict.ts'
import type { OutboundAnswer, OutboundResult } from '../provider/outbound.ts'
import type { Secret } from '../vault/secret.ts'

/** A secret's fields by the connector's own names. */
export type SecretFields = Readonly<Record<string, Secret>>

/** What one answer says of a secret. The check adds when, and which region it settled on. */
export type Judgement = WithoutContext<Verdict>
type WithoutContext<Each> = Each extends Verdict ? Omit<Each, 'checkedAt' | 'region'> : never

/** What an answer's headers tell of the current time window; counted by credential. */
export interface ToldBudget {
  /** Calls a window. */
  limit: number
  /** Calls that are left, after this one. */
  remaining: number
  /** Milliseconds since 1970. */
  resetsAt: number
}

/** What a data flow may do with a secret, and how a call is made with it. */
export interface UseDefinition {
  /** A path is allowed with all that is below it, segment by segment, for these methods. Nothing else is. */
  paths: readonly { path: string; methods: readonly RequestMethod[] }[]
  /** The header that carries the secret, and whatever goes with it. */
  authorize(secret: SecretFields): Readonly<Record<string, Secret>>
  /** Sent where the caller names no other value. In small letters, as all the names here. */
  defaultHeaders: Readonly<Record<string, string>>
  /** What is forwarded of a request and of an answer beside what HTTP itself has (proxy/forwarded-headers.ts). */
  requestHeaders: readonly string[]
  answerHeaders: readonly string[]
  rateLimit: {
    /** Milliseconds of a time window; windows begin at whole multiples of it since 1970, unless an answer says otherwise. */
    window: number
    /** Calls a window where no answer says. */
    limit: number
    /** Null where the headers tell nothing, or what cannot be. */
    read(headers: OutboundAnswer['headers'], now: number): ToldBudget | null
  }
}

export interface CheckRequest {
  /** Begins with a slash. */
  path: string
  headers: Readonly<Record<string, string | Secret>>
}

/** How a provider itself gives a token, with the person's consent: the authorization code flow (RFC 6749, 4.1). */
export interface OAuthDefinition {
  /** Origins of the pages where a person consents, one a region. A browser goes there; Latchkey itself calls none of them. */
  pages: readonly { region: Region; url: string }[]
  /** On such an origin. */
  authorizePath: string
  /** On the API's origin of the same region. */
  tokenPath: string
  /** Asked for in the address; null where the provider has it set with the app. */
  scope: string | null
  /** Whether the provider supports PKCE (RFC 7636). One that does not may refuse what it does not know. */
  pkce: boolean
  /** Of what the token endpoint gave; null where that cannot be a secret. */
  toSecret(accessToken: string): SecretFields | null
  /** Ends what the person consented to, with all that works by it. */
  uninstall: {
    /** Posted to the API's origin of the credential's region. */
    request(secret: SecretFields): CheckRequest
    judge(result: OutboundResult): Uninstalled
  }
}

export type Uninstalled =
  | { kind: 'uninstalled' }
  | { kind: 'failed'; reason: UnreachableReason | 'rejected' | 'throttled' }

/** A kind of system, whole: what a form needs to know, how its secret is parsed, checked and used. */
export interface ConnectorDefinition {
  connector: Connector
  /** What it takes to configure a source or destination. */
  configuring: Omit<ConnectorDetail, keyof Connector | 'requestHeaders'>
  use: UseDefinition
  /** Null where a secret is always typed in. */
  oauth: OAuthDefinition | null
  /** From the body's `secret` to Secrets: the only place where the raw text is seen. */
  secretSchema: z.ZodMiniType<SecretFields, Record<string, unknown>>
  check: {
    request(secret: SecretFields): CheckRequest
    /**
     * @param asked the region whose host answered; `auto` is the default host
     * @param now milliseconds since 1970
     */
    judge(result: OutboundResult, asked: RegionChoice, now: number): Judgement
    /** The region an account says it lives in; null when it does not say, or says one that is not known. */
    regionOf(account: Account): Region | null
  }
}
