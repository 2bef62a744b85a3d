import { Plus } from 'lucide-react'
import { type ReactNode, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { useAsker } from '../credential-access/use-asker.ts'
import type { DetailsAction } from '../credential-details/open-details.ts'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import { useNow } from '../ui/use-now.ts'
import styles from './credential-grid.module.css'
import { CredentialTile } from './credential-tile.tsx'
import type { MenuState } from './tile-actions.tsx'
import { useGridWindow } from './use-grid-window.ts'
import { usePlace } from './use-place.ts'
import { useRadioWalk } from './use-radio-walk.ts'

const loadTileMenu = () => import('./tile-menu.tsx').then(({ TileMenu }) => TileMenu)

/** As many tiles as are all in the page, whatever is in sight: to be found there, printed, and read from end to end. */
const WHOLE = 50

type CredentialGridProps = {
  connector: Connector
  /** Which list it is, for finding one's place in it again. */
  list: string
  /** As far as they are loaded; undefined until the first have come. */
  credentials: Credential[] | undefined
  /** How many there are to scroll through. */
  count: number
  /** How many there are to choose from; null where nobody has counted them to the end. */
  total: number | null
  chosenId: string | undefined
  onChoose: (credential: Credential) => void
  /** What the tile that adds one says. */
  addWords: string
  onAdd: () => void
  /** The person is about to: time to fetch the overlay. */
  onAddLikely: () => void
  arrivingId: string | null
  onArrived: () => void
  onOpenDetails: (id: string, action?: DetailsAction) => void
  /** Those up to a place are in sight, or in the page all the same. */
  onNeeded: (end: number) => void
  /** What stands where tiles would be. */
  children?: ReactNode
}

/** *Add Credential* first, and beside it, not inside it, the group of what can be chosen. */
export function CredentialGrid(props: CredentialGridProps) {
  const { connector, list, count, total, chosenId, onChoose, onAdd, onAddLikely, onNeeded } = props
  const credentials = useUnhurried(props.credentials ?? none)
  const now = useNow()
  const { role } = useAsker()
  const grid = useRef<HTMLDivElement>(null)
  const cells = count + 1
  const grown = useGridWindow(grid, cells, cells <= WHOLE)
  usePlace(list, count > 0 && grown.isLaidOut, grown)
  const [active, setActive] = useState<{ id: string; menu?: MenuState } | null>(null)
  const menu = useChunk(loadTileMenu, active?.menu !== undefined)
  const openMenu = useCallback((id: string, isByKey: boolean) => setActive({ id, menu: { isOpen: true, isByKey } }), [])
  // A menu that is shut stays so, also where its tile goes and comes back: deleted, and had back.
  const changeMenu = useCallback(
    (isOpen: boolean) =>
      setActive((before) => (before?.menu ? { ...before, menu: { ...before.menu, isOpen } } : before)),
    [],
  )

  // Cell 0 is Add Credential's.
  const first = Math.max(0, grown.first - 1)
  const end = Math.max(0, grown.end - 1)
  const indexOf = (id: string | undefined) => credentials.findIndex((credential) => credential.id === id)
  const [chosenIndex, activeIndex] = [indexOf(chosenId), indexOf(active?.id)]
  const isInFlow = (index: number) => index >= first && index < end
  // What is chosen and what has the focus stay in the page: out of it, neither could be reached nor keep the focus.
  const kept = [chosenIndex, activeIndex].filter((index) => index !== -1 && !isInFlow(index))
  const needed = Math.max(end, ...kept.map((index) => index + 1))
  useEffect(() => onNeeded(needed), [onNeeded, needed])
  const inFlow = Array.from({ length: end - first }, (_, index) => first + index)
  const inPage = [...new Set([...inFlow, ...kept])].toSorted((one, other) => one - other)
  const tabStop = chosenIndex === -1 ? first : chosenIndex

  useRadioWalk({
    group: grid,
    credentials,
    count,
    chosenId,
    onChoose,
    onNeeded,
    onFocus: (id) => id !== active?.id && setActive({ id }),
  })

  return (
    <div ref={grid} className={styles['grid']} style={grown.style}>
      <button
        className={grown.first > 0 ? `${styles['add']} ${styles['away']}` : styles['add']}
        style={grown.first > 0 ? grown.awayStyle(0) : undefined}
        type="button"
        aria-haspopup="dialog"
        onClick={onAdd}
        onPointerEnter={onAddLikely}
        onFocus={onAddLikely}
      >
        <span className={styles['plus']}>
          <Plus size={20} aria-hidden />
        </span>
        {props.addWords}
      </button>
      {count > 0 && (
        <div className={styles['group']} role="radiogroup" aria-label="Credentials">
          {inPage.map((index) => {
            const credential = credentials[index]
            if (!credential) {
              return <div key={index} className={styles['bone']} style={{ minHeight: grown.usualHeight }} />
            }
            const ownMenu = active?.id === credential.id ? active.menu : undefined
            return (
              <CredentialTile
                key={credential.id}
                connector={connector}
                credential={credential}
                role={role}
                now={now}
                isChosen={credential.id === chosenId}
                onChoose={onChoose}
                isArriving={credential.id === props.arrivingId}
                onArrived={props.onArrived}
                position={index + 1}
                setSize={total ?? -1}
                away={isInFlow(index) ? undefined : grown.awayStyle(index + 1)}
                isTabStop={index === tabStop || index === activeIndex}
                menu={ownMenu && menu.part ? { ...ownMenu, Part: menu.part, onOpenChange: changeMenu } : undefined}
                onMenu={openMenu}
                onMenuLikely={menu.fetch}
                onAction={props.onOpenDetails}
              />
            )
          })}
        </div>
      )}
      {props.children}
      {active?.menu && menu.hasFailed && (
        <div className={styles['failed']}>
          <ChunkFailed title="The menu could not be loaded." onRetry={menu.fetch} />
        </div>
      )}
    </div>
  )
}

const none: Credential[] = []

/** A page that comes while one scrolls is rendered between the frames; the first one comes as fast as it can. */
function useUnhurried(credentials: Credential[]): Credential[] {
  const rendered = useDeferredValue(credentials)
  return rendered.length === 0 ? credentials : rendered
}
