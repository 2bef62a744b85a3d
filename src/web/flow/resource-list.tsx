import { useEffect, useEffectEvent, useRef } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { ListedResource } from '../../contract/listed-resource.ts'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { useNow } from '../ui/use-now.ts'
import { ResourceCards } from './resource-cards.tsx'
import { ResourceTable } from './resource-table.tsx'

export type ResourceListProps = {
  resources: ListedResource[]
  connectors: Connector[]
  /** The one that somebody was led to: it takes the focus once. */
  pointedId: string | null
  onPointed: () => void
  /** The one that looks as if it was pointed at, for as long as the URL names it. */
  markedId: string | null
  /** One of them is about to be opened: time to fetch its screen. */
  onLikely: () => void
}

/** What both forms of the list need to draw a resource. */
export type ResourceRowsProps = Pick<ResourceListProps, 'resources' | 'connectors' | 'markedId' | 'onLikely'> & {
  now: number
  /** Is given the element that names the resource somebody was led to. */
  nameRef: (id: string) => ((element: HTMLAnchorElement | null) => void) | undefined
}

/** Sources and destinations: a table where there is room for one, cards elsewhere. */
export function ResourceList({ resources, connectors, pointedId, onPointed, markedId, onLikely }: ResourceListProps) {
  const isWide = useMediaQuery('(width >= 860px)')
  const now = useNow()
  const pointed = useRef<HTMLAnchorElement>(null)

  const point = useEffectEvent(() => {
    if (!pointed.current) return
    pointed.current.focus()
    onPointed()
  })
  useEffect(() => {
    if (!pointedId) return
    // After a panel that closes has let go of the focus, which it holds for as long as it is there.
    const timer = setTimeout(() => point())
    return () => clearTimeout(timer)
  }, [pointedId, resources])

  const Rows = isWide ? ResourceTable : ResourceCards
  const keepPointed = (element: HTMLAnchorElement | null) => {
    pointed.current = element
  }
  return (
    <Rows
      {...{ resources, connectors, markedId, onLikely, now }}
      nameRef={(id) => (id === pointedId ? keepPointed : undefined)}
    />
  )
}
