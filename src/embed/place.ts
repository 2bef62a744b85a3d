/** Where the frame is in a host's page: what holds it, and how to take it away without a trace. */
export interface Place {
  element: HTMLElement
  remove: () => void
}

/** In the page, where the host wants it, as high as its content: never higher than the window, where it scrolls inside. */
export function placeInPage(container: HTMLElement): Place {
  const element = document.createElement('div')
  Object.assign(element.style, { position: 'relative', width: '100%', height: '480px', maxHeight: '100vh' })
  container.append(element)
  return { element, remove: () => element.remove() }
}

/**
 * Over the whole page. A modal dialog of the browser's own: above everything, dialogs of the host's included; what is
 * behind takes neither key, click nor screen reader; what had the focus has it again afterwards.
 */
export function placeOverPage(onEscape: () => void): Place {
  const element = document.createElement('dialog')
  Object.assign(element.style, {
    position: 'fixed',
    inset: '0',
    boxSizing: 'border-box',
    width: '100%',
    height: '100%',
    maxWidth: 'none',
    maxHeight: 'none',
    margin: '0',
    border: '0',
    padding: '0',
    overflow: 'hidden',
    background: 'none',
    // The browser's tint behind a dialog inherits this, and no style sheet is needed to be rid of it.
    visibility: 'hidden',
  })
  // Not `cancel`: a browser leaves it out where it grants a page no say in the matter.
  element.addEventListener('close', onEscape)
  document.body.append(element)
  element.showModal()
  const release = holdScrolling()
  return {
    element,
    remove() {
      release()
      element.close()
      element.remove()
    },
  }
}

/** An inert page still scrolls under the wheel. The gutter keeps it from moving when its scroll bar goes. */
function holdScrolling(): () => void {
  const root = document.documentElement
  const hasScrollBar = innerWidth > root.clientWidth
  const releases = [
    holdProperty(root, 'overflow', 'hidden'),
    ...(hasScrollBar ? [holdProperty(root, 'scrollbar-gutter', 'stable')] : []),
  ]
  return () => {
    for (const release of releases) release()
    if (root.getAttribute('style') === '') root.removeAttribute('style')
  }
}

function holdProperty({ style }: HTMLElement, name: string, value: string): () => void {
  const before = [style.getPropertyValue(name), style.getPropertyPriority(name)] as const
  style.setProperty(name, value, 'important')
  return () => style.setProperty(name, ...before)
}
