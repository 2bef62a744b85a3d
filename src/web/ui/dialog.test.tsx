import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Dialog, DialogTitle } from './dialog.tsx'
import { Question } from './question.tsx'
import './base.css'
import './tokens.css'

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

const form = page.getByRole('dialog', { name: 'Form' })
const question = page.getByRole('alertdialog')

const pressEscape = () =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))

/** At once: before the paint, and whatever comes after it. */
function whenever(isSo: () => boolean, act: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  new MutationObserver((_, observer) => {
    if (!isSo()) return
    observer.disconnect()
    act()
    resolve()
  }).observe(document.body, { childList: true, subtree: true })
  return promise
}

async function open() {
  await page.viewport(900, 600)
  const onClosed = vi.fn<() => void>()
  await render(<Form onClosed={onClosed} />)
  await expect.element(form).toBeVisible()
  return onClosed
}

test('Escape is for the uppermost, from the moment that it stands there until it is gone', async () => {
  const onClosed = await open()
  const isAsked = whenever(() => question.query() !== null, pressEscape)
  await userEvent.keyboard('{Escape}')
  await isAsked
  await expect.element(question).not.toBeInTheDocument()

  await userEvent.keyboard('{Escape}')
  await expect.element(question).toBeVisible()
  const isAnswered = whenever(() => question.query() === null, pressEscape)
  await userEvent.keyboard('{Escape}')
  await isAnswered
  await expect.element(question).toBeVisible()
  expect(onClosed).not.toHaveBeenCalled()
})

test('one press of Escape is for one dialog', async () => {
  await open()
  await userEvent.keyboard('{Escape}')
  await expect.element(question).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(question).not.toBeInTheDocument()
  await expect.element(form).toBeVisible()
})

test('Escape that ends an input method’s composition dismisses nothing', async () => {
  await open()
  const init = { key: 'Escape', bubbles: true, cancelable: true, isComposing: true }
  document.body.dispatchEvent(new KeyboardEvent('keydown', init))
  await userEvent.keyboard('{Shift}')
  expect(question.query()).toBeNull()
})

function press(from: Element, to: Element) {
  from.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }))
  to.dispatchEvent(new MouseEvent('mouseup', { bubbles: true, cancelable: true }))
  // Where both are, as browsers have it.
  const common = from === to ? from : scrim()
  common.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
}

function scrim(): Element {
  const [lowest] = document.querySelectorAll('[data-scrim]')
  if (!lowest) throw new Error('No dialog is open')
  return lowest
}

test('a press beside it dismisses, and takes the focus from nothing', async () => {
  await open()
  const { x, y } = form.element().getBoundingClientRect()
  expect(document.elementFromPoint(x / 2, y / 2)).toBe(scrim())
  const focused = document.activeElement
  const down = new MouseEvent('mousedown', { bubbles: true, cancelable: true })
  scrim().dispatchEvent(down)
  expect(down.defaultPrevented).toBe(true)
  expect(document.activeElement).toBe(focused)
  press(scrim(), scrim())
  await expect.element(question).toBeVisible()
})

test('a press that begins in it, or ends there, dismisses nothing', async () => {
  await open()
  press(form.element(), scrim())
  press(scrim(), form.element())
  press(form.element(), form.element())
  await userEvent.keyboard('{Shift}')
  expect(question.query()).toBeNull()
})
