import { useCallback, useState } from 'react'
import * as z from 'zod/mini'
import type { Connector } from '../../contract/connector.ts'
import { idSchema } from '../../contract/credential.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { regionSchema } from '../../contract/region.ts'
import { configurationDraftSchema } from '../configure/configuration.ts'
import { withoutSecrets } from './draft-secrets.ts'
import type { Step } from './paths.ts'

/** What was entered so far for a source or destination to be. Never a secret: it rests in `sessionStorage`. */
const flowDraftSchema = z.object({
  connector: z.optional(z.string()),
  credentialId: z.optional(idSchema),
  name: z.optional(z.string()),
  /** Where the person chose another API endpoint than the credential's own. */
  region: z.optional(regionSchema),
  configuration: z.optional(configurationDraftSchema),
  /** The last save whose answer may have been lost, so that saving the same again, even after a reload, makes one. */
  attempt: z.optional(z.object({ key: z.string(), body: z.string() })),
})
export type FlowDraft = z.infer<typeof flowDraftSchema>

/**
 * The draft of a kind, as the tab keeps it through reloads, and the way to change it.
 * @param connectors whose secrets are not kept, wherever somebody has pasted one
 */
export function useFlowDraft(
  kind: ResourceKind,
  connectors: readonly Connector[] | undefined,
): [FlowDraft, (change: FlowDraft) => void] {
  const [draft, setDraft] = useState(() => readFlowDraft(kind))
  const changeDraft = useCallback(
    (change: FlowDraft) =>
      setDraft((before) => {
        const after = { ...before, ...change }
        writeFlowDraft(kind, withoutSecrets(after, connectors ?? []))
        return after
      }),
    [kind, connectors],
  )
  return [draft, changeDraft]
}

export function clearFlowDraft(kind: ResourceKind): void {
  writeFlowDraft(kind, {})
}

/** The first step that a draft still has to go through. */
export function unfinishedStep(draft: FlowDraft): Step {
  if (!draft.connector) return 'select'
  return draft.credentialId ? 'configure' : 'authenticate'
}

/** The draft of a kind as the tab keeps it. */
export function readFlowDraft(kind: ResourceKind): FlowDraft {
  try {
    return flowDraftSchema.parse(JSON.parse(sessionStorage.getItem(storageKey(kind)) ?? '{}'))
  } catch {
    // Another version's draft, or a browser that keeps nothing: the person begins anew.
    return {}
  }
}

function writeFlowDraft(kind: ResourceKind, draft: FlowDraft): void {
  try {
    sessionStorage.setItem(storageKey(kind), JSON.stringify(draft))
  } catch {
    // A browser that keeps nothing costs the person a reload's worth of typing, not the flow.
  }
}

function storageKey(kind: ResourceKind): string {
  return `latchkey.draft.${kind}`
}
