import { CircleUserRound, Users, X } from 'lucide-react'
import { useState } from 'react'
import type { Grant, GrantedAccess } from '../../contract/access.ts'
import type { Credential } from '../../contract/credential.ts'
import { useShareCredential, useUnshareCredential } from '../api/credential-access.ts'
import { notDoneInWords } from '../credential-details/not-done-words.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { ageInWords, timeInWords } from '../ui/relative-time.ts'
import styles from './access-row.module.css'
import { accessNames } from './access-words.ts'
import { type OwnLoss, OwnLossQuestion } from './own-loss-question.tsx'
import type { Asker } from './use-asker.ts'

type GrantRowProps = {
  id: string
  credential: Credential
  grant: Grant
  asker: Asker
  mayShare: boolean
  now: number
  onUnshared: () => void
  onLost: () => void
}

/** Somebody, or a team, that a credential is shared with. */
export function GrantRow(props: GrantRowProps) {
  const { id, credential, grant, asker, mayShare, now, onUnshared, onLost } = props
  const { grantee, access, grantedBy, grantedAt } = grant
  const share = useShareCredential()
  const unshare = useUnshareCredential(onLost)
  const [asked, setAsked] = useState<OwnLoss | null>(null)
  const isMe = grantee.kind === 'person' && grantee.id === asker.personId
  const isMine = isMe || (grantee.kind === 'team' && asker.teams.includes(grantee.id))
  // What they have by this alone they cannot give back to themselves.
  const isNeeded = isMine && credential.access !== 'owner' && asker.role !== 'admin'
  const isBusy = share.isPending || unshare.isPending
  const failure = asked ? null : (share.error ?? unshare.error)
  const Icon = grantee.kind === 'team' ? Users : CircleUserRound

  async function change(to: GrantedAccess) {
    if (isBusy) return
    unshare.reset()
    try {
      await share.mutateAsync({ id: credential.id, grantee, access: to })
    } catch (error) {
      return announce(notChangedInWords(error))
    }
    setAsked(null)
    announce(`${grantee.name}: ${accessNames[to]} now.`)
  }

  async function remove() {
    if (isBusy) return
    share.reset()
    try {
      const { isLost } = await unshare.mutateAsync({ id: credential.id, grantee, isOwn: isNeeded })
      if (!isNeeded) onUnshared()
      // Of what is lost whoever closes the panel tells.
      else if (!isLost) announce('Removed. You have access by something else still.')
    } catch (error) {
      announce(notChangedInWords(error))
    }
  }

  return (
    <li id={id} className={styles['row']} tabIndex={-1} aria-label={grantee.name}>
      <Icon size={20} aria-hidden />
      <div className={styles['words']}>
        <span className={styles['name']}>
          <bdi>{grantee.name}</bdi>
          {isMe && <span className={styles['you']}> (you)</span>}
        </span>
        <span className={styles['muted']}>
          {grantee.kind === 'team' ? 'Team, shared' : 'Shared'}{' '}
          <time dateTime={grantedAt} title={timeInWords(grantedAt)}>
            {ageInWords(grantedAt, now)}
          </time>{' '}
          by <bdi>{grantedBy.id === asker.personId ? 'you' : grantedBy.name}</bdi>
        </span>
      </div>
      <div className={styles['controls']}>
        {mayShare ? (
          <select
            className={styles['select']}
            aria-label={`Access of ${grantee.name}`}
            aria-busy={share.isPending}
            value={share.isPending ? share.variables.access : access}
            onChange={({ currentTarget }) => {
              const to = currentTarget.value === 'admin' ? 'admin' : 'collaborator'
              if (isNeeded && to === 'collaborator') setAsked('demotion')
              else void change(to)
            }}
          >
            <option value="collaborator">{accessNames.collaborator}</option>
            <option value="admin">{accessNames.admin}</option>
          </select>
        ) : (
          <span className={styles['muted']}>{accessNames[access]}</span>
        )}
        {isMe ? (
          <Button
            className={styles['small']}
            aria-haspopup={isNeeded ? 'dialog' : undefined}
            aria-busy={unshare.isPending}
            onClick={() => (isNeeded ? setAsked('removal') : void remove())}
          >
            Leave
          </Button>
        ) : (
          mayShare && (
            <button
              type="button"
              className={styles['remove']}
              aria-label={`Remove ${grantee.name}`}
              title={`Remove ${grantee.name}`}
              aria-haspopup={isNeeded ? 'dialog' : undefined}
              aria-busy={unshare.isPending}
              onClick={() => (isNeeded ? setAsked('removal') : void remove())}
            >
              <X size={16} aria-hidden />
            </button>
          )
        )}
      </div>
      {failure && !isBusy && <p className={styles['failed']}>{notChangedInWords(failure)}</p>}
      {asked && (
        <OwnLossQuestion
          loss={asked}
          credential={credential}
          grantee={grantee}
          isMe={isMe}
          isBusy={isBusy}
          failure={isBusy ? null : (share.error ?? unshare.error)}
          onConfirm={() => void (asked === 'demotion' ? change('collaborator') : remove())}
          onCancel={() => {
            setAsked(null)
            share.reset()
            unshare.reset()
          }}
        />
      )}
    </li>
  )
}

function notChangedInWords(failure: unknown): string {
  return `${notDoneInWords(failure, 'changed')} ${failureInWords(failure)}`
}
