import type { Context } from 'hono'
import { IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import type { Principal } from '../access/principal.ts'
import type { Refusal } from '../refusal.ts'
import type { Database } from '../store/database.ts'
import { type IdempotencyKeys, RENEWAL } from '../store/idempotency-keys.ts'
import type { Keyring } from '../vault/keyring.ts'
import type { Secret } from '../vault/secret.ts'
import { answerProblem } from './problem.ts'

export interface IdempotencyDependencies {
  idempotencyKeys: IdempotencyKeys
  keyring: Keyring
}

/** A request's hold on its key, for the transaction that makes what is asked for. */
export interface Hold<Made> {
  /** What was made is the answer from now on. */
  remember(transaction: Database, made: Made): Promise<void>
  /** Ends the transaction where another request took the key over, and what stands in the way may be its work. */
  assertHeld(transaction: Database): Promise<void>
}

/**
 * Answers 201 with what `make` made, once under a key: the same request again gets the same answer, another body under
 * the key is refused, and a failure frees the key, so that trying again works. Two bodies are compared by a keyed hash,
 * since they hold secrets. draft-ietf-httpapi-idempotency-key-header.
 */
export async function createOnce<Made extends { id: string }>(
  c: Context<{ Variables: { body: Secret } }>,
  { idempotencyKeys, keyring }: IdempotencyDependencies,
  principal: Principal,
  make: (hold: Hold<Made>) => Promise<Made | Refusal>,
): Promise<Response> {
  const key = parseKey(c.req.header(IDEMPOTENCY_KEY_HEADER))
  if (key.kind === 'refused') return answerProblem(c, { code: key.code })

  const claimed = await idempotencyKeys.claim({
    tenantId: principal.tenantId,
    // A person's own: nobody gets another's answer. Hashed as well: somebody will put a secret there.
    key: keyring.hash('idempotency', `key\n${JSON.stringify([principal.id, key.key])}`),
    requestHash: keyring.hash(
      'idempotency',
      c.get('body').map((body) => `${c.req.method} ${c.req.path}\n${body}`),
    ),
  })
  if (claimed.kind === 'reused') return answerProblem(c, { code: 'idempotency_key_reused' })
  if (claimed.kind === 'in_flight') return answerProblem(c, { code: 'idempotency_in_flight' })
  if (claimed.kind === 'answered') return answerMade(c, JSON.parse(claimed.answer) as Made)

  const renewal = setInterval(() => {
    // A mark that could not be renewed is noticed where it counts, in the transaction.
    idempotencyKeys.renew(claimed.mark).catch(() => undefined)
  }, RENEWAL)
  try {
    const made = await make({
      async remember(transaction, answer) {
        const isOurs = await idempotencyKeys.complete(transaction, claimed.mark, JSON.stringify(answer))
        if (!isOurs) throw new ClaimLostError()
      },
      async assertHeld(transaction) {
        if (!(await idempotencyKeys.isHeld(transaction, claimed.mark))) throw new ClaimLostError()
      },
    })
    if (!('code' in made)) return answerMade(c, made)
    await idempotencyKeys.release(claimed.mark)
    return answerProblem(c, made)
  } catch (error) {
    if (error instanceof ClaimLostError) return answerProblem(c, { code: 'idempotency_in_flight' })
    await idempotencyKeys.release(claimed.mark).catch(() => undefined)
    throw error
  } finally {
    clearInterval(renewal)
  }
}

/** The same for what may be made without a key: then twice asked for is twice made. */
export async function createUnderOptionalKey<Made extends { id: string }>(
  c: Context<{ Variables: { body: Secret } }>,
  dependencies: IdempotencyDependencies,
  principal: Principal,
  make: (hold: Hold<Made>) => Promise<Made | Refusal>,
): Promise<Response> {
  if (c.req.header(IDEMPOTENCY_KEY_HEADER) !== undefined) return createOnce(c, dependencies, principal, make)
  const made = await make({ remember: () => Promise.resolve(), assertHeld: () => Promise.resolve() })
  return 'code' in made ? answerProblem(c, made) : answerMade(c, made)
}

/** Another request took over the mark: this one's transaction is rolled back. */
class ClaimLostError extends Error {}

function answerMade(c: Context, made: { id: string }): Response {
  return c.json(made, 201, { location: `${c.req.path}/${made.id}` })
}

type ParsedKey =
  | { kind: 'key'; key: string }
  | { kind: 'refused'; code: 'idempotency_key_missing' | 'idempotency_key_invalid' }

/** Bare or as a quoted string (RFC 9651), 1 to 255 printable ASCII characters but the quote itself. */
function parseKey(header: string | undefined): ParsedKey {
  if (header === undefined) return { kind: 'refused', code: 'idempotency_key_missing' }
  const key = /^"(.*)"$/u.exec(header)?.[1] ?? header
  return /^[\x20\x21\x23-\x7e]{1,255}$/u.test(key) && key.trim() !== ''
    ? { kind: 'key', key }
    : { kind: 'refused', code: 'idempotency_key_invalid' }
}
