import { expect, test } from 'vitest'
import { deletedInWords, type Uninstalled } from './uninstallation-words.ts'

test.each<[Uninstalled, RegExp, boolean]>([
  [null, /^“Acme” deleted\.$/u, false],
  [{ kind: 'uninstalled' }, /app uninstalled at Intercom\. .*would have to connect it again\.$/u, false],
  [{ kind: 'kept', reason: 'chosen' }, /stays installed at Intercom\.$/u, false],
  [{ kind: 'kept', reason: 'used' }, /another credential works by the same installation\.$/u, false],
  [{ kind: 'failed', reason: 'timeout' }, /did not answer in time\)\. Uninstall it at Intercom itself\.$/u, true],
  [{ kind: 'failed', reason: 'throttled' }, /Intercom asked to wait\. Uninstall it/u, true],
  [{ kind: 'failed', reason: 'rejected' }, /Intercom no longer takes the token\. Uninstall it/u, true],
  [{ kind: 'unknown' }, /is not known, since the answer was lost: look at Intercom itself\.$/u, true],
])('a deletion that came to %o is told, with what is left to be done', (uninstalled, words, isToBeDone) => {
  const told = deletedInWords({ name: 'Intercom' }, { name: 'Acme' }, uninstalled)
  expect(told.words).toMatch(words)
  expect(told.isToBeDone).toBe(isToBeDone)
})
