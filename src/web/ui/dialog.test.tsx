import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Dialog, DialogTitle } from './dialog.tsx'
import { Question } from './question.tsx'

/** A form that asks before it closes. */
function Form({ onClosed }: { onClosed: () => void }) {
  const [isAsking, setIsAsking] = useState(false)
  return (
    <Dialog size="form" focusFirst={() => undefined} onDismiss={() => setIsAsking(true)}>
      <DialogTitle>Form</DialogTitle>
      {isAsking && (
        <Question
          title="Discard?"
          text="It would be lost."
          cancel="Keep"
          confirm={{ label: 'Discard', onConfirm: onClosed }}
          onCancel={() => setIsAsking(false)}
        />
      )}
    </Dialog>
  )
}

const pressEscape = () =>
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))

test('Escape is for the uppermost from the moment that it stands there', async () => {
  const onClosed = vi.fn<() => void>()
  await render(<Form onClosed={onClosed} />)
  const form = page.getByRole('dialog', { name: 'Form' })
  await expect.element(form).toBeVisible()
  const question = page.getByRole('alertdialog')
  let isAnswered = false
  new MutationObserver((_, observer) => {
    if (question.query() === null) return
    observer.disconnect()
    pressEscape()
    isAnswered = true
  }).observe(document.body, { childList: true, subtree: true })
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => isAnswered).toBe(true)
  await expect.element(question).not.toBeInTheDocument()

  // And the one below hears it again.
  await userEvent.keyboard('{Escape}')
  await expect.element(question).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(question).not.toBeInTheDocument()
  await expect.element(form).toBeVisible()
  expect(onClosed).not.toHaveBeenCalled()
})
