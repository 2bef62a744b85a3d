import type { Credential } from '../../contract/credential.ts'
import type { TenantRole } from '../../contract/person.ts'
import type { DetailsAction } from '../credential-details/open-details.ts'
import type { TileMenu } from './tile-menu.tsx'
import { TileMenuButton } from './tile-menu-button.tsx'

export type MenuState = {
  isOpen: boolean
  /** Opened by a key: its first entry has the focus. */
  isByKey: boolean
}

export type TileActionsProps = {
  credential: Credential
  /** Of the person who looks. */
  role: TenantRole
  /** Whether the button is a stop of the Tab key, as its tile's radio is: a stop on every tile would be hundreds. */
  isTabStop: boolean
  /** The menu, on the tile whose button was pressed last, once its code has come. */
  menu: (MenuState & { Part: typeof TileMenu; onOpenChange: (isOpen: boolean) => void }) | undefined
  onMenu: (id: string, isByKey: boolean) => void
  onMenuLikely: () => void
  onAction: (id: string, action?: DetailsAction) => void
}

/** What can be done with a credential, behind a button. */
export function TileActions(props: TileActionsProps) {
  const { credential, role, isTabStop, menu, onMenu, onMenuLikely, onAction } = props
  const { id, name } = credential
  const tabIndex = isTabStop ? 0 : -1
  if (menu) {
    const { Part, ...state } = menu
    return (
      <Part
        credential={credential}
        role={role}
        tabIndex={tabIndex}
        {...state}
        onAction={(action) => onAction(id, action)}
      />
    )
  }
  return (
    <TileMenuButton
      credentialName={name}
      tabIndex={tabIndex}
      aria-expanded={false}
      onPointerEnter={onMenuLikely}
      onFocus={onMenuLikely}
      // A press of a key is a click without a pointer's count.
      onClick={({ detail }) => onMenu(id, detail === 0)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        onMenu(id, true)
      }}
    />
  )
}
