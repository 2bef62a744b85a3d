import type { ResourceKind } from '../../contract/resource-kind.ts'

/** How a kind is spoken of. */
export const kindWords = {
  source: { name: 'Source', begin: 'New source', uses: 'reads with' },
  destination: { name: 'Destination', begin: 'New destination', uses: 'writes with' },
} as const satisfies Record<ResourceKind, { name: string; begin: string; uses: string }>
