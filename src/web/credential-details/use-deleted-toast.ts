import { useLocation } from 'wouter'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { useRestoreCredential } from '../api/deleted-credentials.ts'
import { NoAnswerFailure } from '../api/request.ts'
import {
  mustBeReconnected,
  notBackInWords,
  restoredInWords,
  restoreFailedInWords,
} from '../deleted-credentials/restore-words.ts'
import { showToast } from '../ui/toasts.tsx'
import { deletedHref, type OverEntry, useOpenDetails } from './open-details.ts'
import { focusRestored } from './tile-focus.ts'
import { deletedInWords, type Uninstalled } from './uninstallation-words.ts'

type Named = Pick<Credential, 'id' | 'name'>

/** Says that a credential was deleted and what became of its installation, with the way to have it back at once. */
export function useDeletedToast(connector: Pick<Connector, 'name'>): (credential: Named, to: Uninstalled) => void {
  const [, navigate] = useLocation()
  const { mutateAsync } = useRestoreCredential()
  const openDetails = useOpenDetails()

  const recentlyDeleted = {
    label: 'Recently deleted',
    onPress: () => navigate(deletedHref(), { state: { isOverEntry: true } satisfies OverEntry }),
  }

  async function restore({ id, name }: Named) {
    try {
      const restored = await mutateAsync({ id })
      const reconnect = { label: 'Reconnect', onPress: () => openDetails(id, 'replace') }
      showToast({ words: restoredInWords(restored), actions: mustBeReconnected(restored) ? [reconnect] : [] })
      focusRestored(id)
    } catch (failure) {
      const again = { label: 'Try again', onPress: () => void restore({ id, name }) }
      showToast({
        words: `${notBackInWords(failure, `“${name}”`)} ${restoreFailedInWords(failure)}`,
        actions: failure instanceof NoAnswerFailure ? [again, recentlyDeleted] : [recentlyDeleted],
      })
    }
  }

  return (credential, uninstalled) => {
    const { words, isToBeDone } = deletedInWords(connector, credential, uninstalled)
    // What was uninstalled is not undone by that.
    const mayBeGone = uninstalled?.kind === 'uninstalled' || uninstalled?.kind === 'unknown'
    const label = mayBeGone ? 'Restore' : 'Undo'
    showToast({
      words,
      stays: isToBeDone,
      actions: [{ label, onPress: () => void restore(credential) }, recentlyDeleted],
    })
  }
}
