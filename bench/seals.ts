import { randomBytes } from 'node:crypto'
import { importKey } from '../src/bff/vault/keyring.ts'
import { seal } from '../src/bff/vault/seal.ts'
import type { Figure } from './figure.ts'

const SEALS = 100_000

/** No initialisation vector is used twice under one key. */
export async function measureSeals(): Promise<Figure[]> {
  const key = { kid: 'bench', key: await importKey(randomBytes(32)) }
  const plaintext = randomBytes(60)
  const vectors = new Set<string>()
  const began = performance.now()
  for (let count = 0; count < SEALS; count += 1) {
    const { iv } = JSON.parse(await seal(plaintext, key, ['bench', count])) as { iv: string }
    vectors.add(iv)
  }
  const seconds = (performance.now() - began) / 1_000
  return [
    {
      what: `initialisation vectors used twice in ${SEALS.toLocaleString('en')} seals`,
      value: String(SEALS - vectors.size),
      must: '0',
      holds: vectors.size === SEALS,
      baseline: `${Math.round(SEALS / seconds).toLocaleString('en')} seals a second`,
    },
  ]
}
