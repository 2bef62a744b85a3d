import { Client } from 'undici'
import { type CredentialPage, credentialPageSchema } from '../src/contract/credential.ts'
import { endpoints } from '../src/contract/endpoints.ts'
import { type Figure, median, percentile } from './figure.ts'
import { startFilledLatchkey } from './filled-latchkey.ts'
import { words } from './realistic-credential.ts'

const CREDENTIALS = 10_000
const ROUNDS = 24

/** What a person types, a letter at a time: of every kind of word, two words, and a workspace's id. */
const typed = [words.frequent, words.rare, words.absent, 'weekly churn', 'müller sales', 'w26544'].flatMap((text) =>
  Array.from({ length: text.length }, (_, letters) => text.slice(0, letters + 1)),
)

/** Search as one types, through HTTP, among ten thousand credentials of one tenant. */
export async function measureSearches(): Promise<Figure[]> {
  const latchkey = await startFilledLatchkey(CREDENTIALS)
  const client = new Client(latchkey.origin)
  const headers = { cookie: latchkey.cookie }
  const ask = async (q?: string): Promise<string> => {
    const query = new URLSearchParams({ connector: 'intercom', ...(q !== undefined && { q }) })
    const answer = await client.request({ method: 'GET', path: `${endpoints.credentials}?${query}`, headers })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${text}`)
    return text
  }
  try {
    await expectKinds(async (q) => credentialPageSchema.parse(JSON.parse(await ask(q))))
    const searches: { q: string; took: number }[] = []
    const pages: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const q of typed) {
        searches.push({ q, took: await time(() => ask(q)) })
        pages.push(await time(() => ask()))
      }
    }
    const took = searches.map((search) => search.took)
    const late = percentile(took, 99)
    const medians = typed.map((q) => median(searches.filter((search) => search.q === q).map((search) => search.took)))
    const slowest = Math.max(...medians)
    return [
      {
        what: `search as one types among ${CREDENTIALS.toLocaleString('en')}: p99 of ${searches.length}`,
        value: `${late.toFixed(1)} ms`,
        must: '20 ms, or less',
        holds: late <= 20,
        baseline:
          `median ${median(took).toFixed(1)} ms, “${typed[medians.indexOf(slowest)]}” ${slowest.toFixed(1)} ms; ` +
          `a page without a search ${median(pages).toFixed(1)} ms, its p99 ${percentile(pages, 99).toFixed(1)} ms`,
      },
    ]
  } finally {
    await client.close()
    await latchkey.stop()
  }
}

/** A bench whose words find something else than they are named for would measure something else as well. */
async function expectKinds(find: (q: string) => Promise<CredentialPage>): Promise<void> {
  const [frequent, rare, absent] = [await find(words.frequent), await find(words.rare), await find(words.absent)]
  if (!frequent.totalIsAtLeast || rare.total === 0 || rare.total > 10 || absent.total > 0) {
    throw new Error(`${frequent.total} are frequent, ${rare.total} rare, ${absent.total} absent`)
  }
}

/** Milliseconds until the answer is read. */
async function time(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return performance.now() - began
}
