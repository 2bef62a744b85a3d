import type { AuthenticateTheme } from './authenticate-options.ts'

/** What the script itself says in the frame's place, while there is nothing to see in it. */
export interface Notice {
  element: HTMLElement
  say: (words: string, buttons: Readonly<Record<string, () => void>>) => void
  hide: () => void
  setTheme: (theme: AuthenticateTheme) => void
}

/**
 * A small panel in the system's colours. All its style is set through CSSOM, which a Content-Security-Policy without
 * `unsafe-inline` lets pass. It holds the focus until the frame can.
 */
export function createNotice(isOverPage: boolean): Notice {
  const element = document.createElement('div')
  const panel = document.createElement('div')
  const text = document.createElement('p')
  element.tabIndex = -1
  Object.assign(element.style, {
    position: 'absolute',
    inset: '0',
    display: 'grid',
    placeContent: 'center',
    outline: 'none',
    visibility: 'visible',
    pointerEvents: 'none',
  })
  panel.setAttribute('role', 'status')
  Object.assign(panel.style, {
    boxSizing: 'border-box',
    maxWidth: 'min(28em, 100vw - 32px)',
    padding: '20px 24px',
    border: '1px solid GrayText',
    color: 'CanvasText',
    background: 'Canvas',
    font: '14px/20px system-ui, sans-serif',
    pointerEvents: 'auto',
  })
  text.style.margin = '0'
  panel.append(text)
  element.append(panel)
  const buttonRow = document.createElement('div')
  Object.assign(buttonRow.style, { display: 'flex', gap: '8px' })
  panel.append(buttonRow)
  return {
    element,
    say(words, buttons) {
      element.style.display = 'grid'
      panel.hidden = words === ''
      element.style.background = isOverPage && words !== '' ? 'rgb(0 0 0 / 40%)' : 'none'
      text.textContent = words
      buttonRow.replaceChildren(...Object.entries(buttons).map(([label, act]) => createButton(label, act)))
    },
    hide() {
      element.style.display = 'none'
    },
    setTheme({ scheme = 'auto', font, radius = 8 }) {
      element.style.colorScheme = scheme === 'auto' ? 'light dark' : scheme
      panel.style.borderRadius = `${radius}px`
      if (font) panel.style.fontFamily = font
    },
  }
}

function createButton(label: string, act: () => void): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = label
  Object.assign(button.style, { minHeight: '32px', margin: '16px 0 0', padding: '0 14px', font: 'inherit' })
  button.addEventListener('click', act)
  return button
}
