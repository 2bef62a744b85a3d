import type * as z from 'zod/mini'
import type { Connector } from '../../contract/connector.ts'
import type { Region, RegionChoice } from '../../contract/region.ts'
import type { Account, Verdict } from '../../contract/verdict.ts'
import type { OutboundResult } from '../provider/outbound.ts'
import type { Secret } from '../vault/secret.ts'

/** A secret's fields by the connector's own names. */
export type SecretFields = Readonly<Record<string, Secret>>

/** What one answer says of a secret. The check adds when, and which region it settled on. */
export type Judgement = WithoutContext<Verdict>
type WithoutContext<Each> = Each extends Verdict ? Omit<Each, 'checkedAt' | 'region'> : never

export interface CheckRequest {
  /** Begins with a slash. */
  path: string
  headers: Readonly<Record<string, string | Secret>>
}

/** A kind of system, whole: what a form needs to know, how its secret is parsed, and how the secret is checked. */
export interface ConnectorDefinition {
  connector: Connector
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
