import { Link } from 'wouter'
import { BottomBar } from '../flow/bottom-bar.tsx'
import { dataFlowsPath } from '../flow/paths.ts'
import { Button, buttonClass } from '../ui/button.tsx'

type SaveBarProps = {
  /** The id of the form that is saved. */
  form: string
  isUnsaved: boolean
  /** The last change was saved, and nothing was changed since. */
  isSaved: boolean
  isSaving: boolean
}

/** Whether anything is unsaved, and the ways to save it or to go. */
export function SaveBar({ form, isUnsaved, isSaved, isSaving }: SaveBarProps) {
  return (
    <BottomBar
      actions={
        <>
          <Link className={buttonClass('secondary')} href={dataFlowsPath}>
            Back
          </Link>
          {/* Not disabled: a button that goes grey under the finger loses the focus. */}
          <Button variant="primary" type="submit" form={form} aria-busy={isSaving} aria-disabled={!isUnsaved}>
            {isSaving ? 'Saving…' : 'Save changes'}
          </Button>
        </>
      }
    >
      {isUnsaved && 'Unsaved changes'}
      {!isUnsaved && isSaved && 'Saved'}
    </BottomBar>
  )
}
