import { useEffect, useRef } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Resource } from '../../contract/resource.ts'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { useNow } from '../ui/use-now.ts'
import { ResourceCards } from './resource-cards.tsx'
import { ResourceTable } from './resource-table.tsx'

export type ResourceListProps = {
  resources: Resource[]
  connectors: Connector[]
  /** The one that was made a moment ago: it takes the focus once. */
  madeId: string | null
  onMadeShown: () => void
}

/** What both forms of the list need to draw a resource. */
export type ResourceRowsProps = Pick<ResourceListProps, 'resources' | 'connectors'> & {
  now: number
  /** Is given the element that names the resource made a moment ago. */
  nameRef: (id: string) => ((element: HTMLElement | null) => void) | undefined
}

/** Sources and destinations: a table where there is room for one, cards elsewhere. */
export function ResourceList({ resources, connectors, madeId, onMadeShown }: ResourceListProps) {
  const isWide = useMediaQuery('(width >= 860px)')
  const now = useNow()
  const made = useRef<HTMLElement>(null)

  useEffect(() => {
    if (!madeId || !made.current) return
    made.current.focus()
    onMadeShown()
  }, [madeId, resources, onMadeShown])

  const Rows = isWide ? ResourceTable : ResourceCards
  const keepMade = (element: HTMLElement | null) => {
    made.current = element
  }
  return <Rows {...{ resources, connectors, now }} nameRef={(id) => (id === madeId ? keepMade : undefined)} />
}
