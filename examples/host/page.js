import { openAuthenticate } from '%LATCHKEY%/embed/latchkey.js'

const element = (id) => document.querySelector(`#${id}`)
let opened

/** Asked whenever Latchkey needs a session: at the start, and when one is over. Null: nobody is signed in here. */
async function fetchToken() {
  const answer = await fetch('/session', { method: 'POST' })
  return answer.ok ? (await answer.json()).token : null
}

function readTheme() {
  return { accent: element('accent').value, scheme: element('scheme').value, radius: Number(element('radius').value) }
}

function open(options) {
  opened = openAuthenticate({
    latchkey: '%LATCHKEY%',
    session: fetchToken,
    connector: 'intercom',
    purpose: 'source',
    theme: readTheme(),
    onSelected: (credential) => void handleSelected(credential),
    onClosed: () => show('told', 'Closed without a choice.'),
    onFailed: ({ code }) => show('told', `It cannot be used for now: ${code}.`),
    ...options,
  })
}

async function handleSelected(credential) {
  show('told', credential)
  show('verified', 'Asking …')
  const answer = await fetch(`/credentials/${credential.id}`)
  show('verified', await answer.json())
}

function show(id, value) {
  element(id).textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

element('step').addEventListener('click', () => open({}))
element('overlay').addEventListener('click', () => open({ view: 'overlay' }))
element('inline').addEventListener('click', () => open({ container: element('place') }))
for (const id of ['accent', 'scheme', 'radius']) {
  element(id).addEventListener('input', () => opened?.setTheme(readTheme()))
}
