import type { Connector } from '../../contract/connector.ts'
import type { StatusReason, Uninstallation } from '../../contract/credential.ts'
import { reasonPhrases } from './verdict-phrase.ts'

type Named = Pick<Connector, 'name'>

/** Why a provider did not uninstall an app, within a sentence. */
export function notUninstalledInWords({ name }: Named, reason: StatusReason | 'rejected'): string {
  if (reason === 'rejected' || reason === 'revoked') return `${name} no longer takes the token`
  if (reason === 'throttled') return `${name} asked to wait`
  return `${name} could not be asked (${reasonPhrases[reason]})`
}

/** What became of the provider's installation; `unknown` where the answer was lost, null where there was none. */
export type Uninstalled = Uninstallation | { kind: 'unknown' } | null

/** What a deletion has come to. */
export function deletedInWords(
  { name: provider }: Named,
  { name }: { name: string },
  uninstalled: Uninstalled,
): { words: string; isToBeDone: boolean } {
  const said = (more: string, isToBeDone = false) => ({ words: `“${name}” deleted${more}`, isToBeDone })
  switch (uninstalled?.kind) {
    case undefined:
      return said('.')
    case 'uninstalled':
      return said(
        `, and Latchkey’s app uninstalled at ${provider}. You can restore it, and would have to connect it again.`,
      )
    case 'kept':
      return uninstalled.reason === 'chosen'
        ? said(`. Latchkey’s app stays installed at ${provider}.`)
        : said(`. Latchkey’s app stays installed at ${provider}: another credential works by the same installation.`)
    case 'failed': {
      const why = notUninstalledInWords({ name: provider }, uninstalled.reason)
      // Its person can end it there, where Latchkey could not.
      return said(`. Latchkey’s app may still be installed: ${why}. Uninstall it at ${provider} itself.`, true)
    }
    case 'unknown':
      return said(
        `. Whether Latchkey’s app was uninstalled is not known, since the answer was lost: look at ${provider} itself.`,
        true,
      )
  }
}
