import { useState } from 'react'

/** A text that is being edited in place. */
export type OpenEdit = {
  hasFocus: () => boolean
  isUnsaved: () => boolean
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
  areUnsaved: () => boolean
  /** Saves them all. Where one cannot be saved, it gets the focus and the answer is false. */
  save: () => Promise<boolean>
}

export function useOpenEdits(): OpenEdits {
  const [edits] = useState(createOpenEdits)
  return edits
}

function createOpenEdits(): OpenEdits {
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
    areUnsaved: () => [...open].some((edit) => edit.isUnsaved()),
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
