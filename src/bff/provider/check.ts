import { setTimeout as sleep } from 'node:timers/promises'
import type { Region, RegionChoice } from '../../contract/region.ts'
import type { Verdict } from '../../contract/verdict.ts'
import type { ConnectorDefinition, Judgement, SecretFields } from '../connectors/connector.ts'
import type { Outbound, OutboundAnswer, OutboundResult } from './outbound.ts'

/** Milliseconds for a check in all: retry, regional confirmation and every answer's last byte included. */
const DEADLINE = 10_000
/** Milliseconds before the one retry. */
const RETRY_DELAY = 200
/** An answer larger than this is no answer to "whose token is this?". */
const MAX_BYTES = 1_000_000

/** Asks the provider whether a secret works. Never throws for what a provider, or the way to it, does. */
export type Check = (request: {
  definition: ConnectorDefinition
  secret: SecretFields
  region: RegionChoice
  /** The asker's wish to have it ended early. */
  signal?: AbortSignal
  /** Whatever the provider answered, each time that it was asked. */
  onAnswer?(answer: OutboundAnswer): void
}) => Promise<Verdict>

export interface CheckDependencies {
  outbound: Pick<Outbound, 'request'>
  /** The API origin of a connector's region: the connector's own, or what the operator put in its place. */
  originOf(connector: string, region: Region): string
  clock(): Date
  deadline?: number
}

export function createCheck({ outbound, originOf, clock, deadline = DEADLINE }: CheckDependencies): Check {
  return async ({ definition, secret, region, signal, onAnswer }) => {
    const timeout = AbortSignal.timeout(deadline)
    const ending = signal ? AbortSignal.any([signal, timeout]) : timeout
    const defaultRegion = definition.connector.endpoints[0]?.region ?? 'us'

    async function ask(host: Region): Promise<OutboundResult> {
      const { path, headers } = definition.check.request(secret)
      const url = originOf(definition.connector.id, host) + path
      const result = await outbound.request({ url, method: 'GET', headers, signal: ending, maxBytes: MAX_BYTES })
      if (result.kind === 'answered') onAnswer?.(result)
      return result
    }

    async function judge(asked: RegionChoice): Promise<Judgement> {
      const host = asked === 'auto' ? defaultRegion : asked
      let result = await ask(host)
      if (isWorthRetry(result) && (await waits(RETRY_DELAY, ending))) result = await ask(host)
      return withoutEcho(definition.check.judge(result, asked, clock().getTime()), secret)
    }

    /** Where the account lives elsewhere than on the default host, that region's host is asked once, and counts. */
    async function confirmRegion(judgement: Judgement): Promise<RegionChoice> {
      if (region !== 'auto' || judgement.kind !== 'accepted' || !judgement.account) return region
      const home = definition.check.regionOf(judgement.account)
      if (home === null || home === defaultRegion) return home ?? 'auto'
      const confirmation = definition.check.judge(await ask(home), home, clock().getTime())
      return confirmation.kind === 'accepted' ? home : 'auto'
    }

    const judgement = await judge(region)
    const settled = await confirmRegion(judgement)
    return withContext(judgement, settled, clock().toISOString())
  }
}

/**
 * What a provider, or a gateway before it, says back may be the very secret: as a name, a region, a request id. Whoever
 * answers like that is not taken at its word, and nothing of it is stored or shown (S1, S2).
 */
function withoutEcho(judgement: Judgement, secret: SecretFields): Judgement {
  const said = JSON.stringify(judgement)
  const isEcho = Object.values(secret).some((value) => value.isIn(said))
  return isEcho ? { kind: 'unreachable', reason: 'unexpected_answer' } : judgement
}

function isWorthRetry(result: OutboundResult): boolean {
  if (result.kind === 'failed') return result.reason === 'broken'
  return result.status === 408 || result.status >= 500
}

async function waits(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal }).catch(() => false)
}

function withContext(judgement: Judgement, region: RegionChoice, checkedAt: string): Verdict {
  switch (judgement.kind) {
    case 'accepted':
    case 'restricted':
      return { ...judgement, region, checkedAt }
    default:
      return { ...judgement, checkedAt }
  }
}
