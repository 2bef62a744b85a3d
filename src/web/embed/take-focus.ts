/**
 * A frame that is given the focus as a whole hands it to its heading, for a screen reader to say where one is now. Where
 * somebody got in by Tab or by a click, what they got to has it already.
 */
export function takeFocus(frame: Window): () => void {
  function pass(): void {
    const { activeElement, body } = frame.document
    if (activeElement === body) frame.document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }
  frame.addEventListener('focus', pass)
  return () => frame.removeEventListener('focus', pass)
}
