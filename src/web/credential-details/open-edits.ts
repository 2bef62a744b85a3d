import { useState } from 'react'

/** A text that is being edited in place. */
export type OpenEdit = {
  hasFocus: () => boolean
  /** Whether nothing unsaved is left of it. */
  save: () => Promise<boolean>
  undo: () => void
  focus: () => void
}

/** The edits that are open in a panel, for whoever wants to leave it. */
export type OpenEdits = {
  /** Until the function that comes back is called. */
  add: (edit: OpenEdit) => () => void
  /** Undoes the one that has the focus; false where none has. */
  undoFocused: () => boolean
  /** Puts the focus into one of them; false where none is open. */
  focus: () => boolean
  /** Counts one more text as typed and not saved, until the function that comes back is called. */
  markUnsaved: () => () => void
  /** Saves them all. Where one cannot be saved, it gets the focus and the answer is false. */
  save: () => Promise<boolean>
}

export function useOpenEdits(): { edits: OpenEdits; areUnsaved: boolean } {
  const [unsaved, setUnsaved] = useState(0)
  const [edits] = useState(() => createOpenEdits((more) => setUnsaved((before) => before + more)))
  return { edits, areUnsaved: unsaved > 0 }
}

function createOpenEdits(countUnsaved: (more: 1 | -1) => void): OpenEdits {
  const open = new Set<OpenEdit>()
  return {
    add(edit) {
      open.add(edit)
      return () => {
        open.delete(edit)
      }
    },
    undoFocused() {
      const focused = [...open].find((edit) => edit.hasFocus())
      focused?.undo()
      return focused !== undefined
    },
    focus() {
      const [first] = open
      first?.focus()
      return first !== undefined
    },
    markUnsaved() {
      countUnsaved(1)
      return () => countUnsaved(-1)
    },
    async save() {
      for (const edit of open) {
        if (await edit.save()) continue
        edit.focus()
        return false
      }
      return true
    },
  }
}
