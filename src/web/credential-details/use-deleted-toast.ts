import { useLocation } from 'wouter'
import type { Credential } from '../../contract/credential.ts'
import { useRestoreCredential } from '../api/deleted-credentials.ts'
import { NoAnswerFailure } from '../api/request.ts'
import { notBackInWords, restoreFailedInWords } from '../deleted-credentials/restore-words.ts'
import { showToast } from '../ui/toasts.tsx'
import { deletedHref, type OverEntry } from './open-details.ts'
import { focusRestored } from './tile-focus.ts'

/** Says that a credential was deleted, with the way to have it back at once. */
export function useDeletedToast(): (credential: Pick<Credential, 'id' | 'name'>) => void {
  const [, navigate] = useLocation()
  const { mutateAsync } = useRestoreCredential()

  const recentlyDeleted = {
    label: 'Recently deleted',
    onPress: () => navigate(deletedHref(), { state: { isOverEntry: true } satisfies OverEntry }),
  }

  async function restore({ id, name }: Pick<Credential, 'id' | 'name'>) {
    try {
      const restored = await mutateAsync({ id })
      showToast({ words: `“${restored.name}” is back.` })
      focusRestored(id)
    } catch (failure) {
      const again = { label: 'Try again', onPress: () => void restore({ id, name }) }
      showToast({
        words: `${notBackInWords(failure, `“${name}”`)} ${restoreFailedInWords(failure)}`,
        actions: failure instanceof NoAnswerFailure ? [again, recentlyDeleted] : [recentlyDeleted],
      })
    }
  }

  return (credential) =>
    showToast({
      words: `“${credential.name}” deleted.`,
      actions: [{ label: 'Undo', onPress: () => void restore(credential) }, recentlyDeleted],
    })
}
