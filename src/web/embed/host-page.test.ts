import { expect, test, vi } from 'vitest'
import { findHostPage } from './host-page.ts'

const origin = 'https://app.example.com'
const ping = { latchkey: 1, type: 'ping' }

test('S21 a message is taken from the page around, of the very origin in the address, and from no other', () => {
  const { frame, parent, heard, send } = openFrame(`?origin=${encodeURIComponent(origin)}`)
  send(ping, { source: parent, origin: 'https://evil.example.com' })
  send(ping, { source: parent, origin: `${origin}.evil.example.com` })
  send(ping, { source: parent, origin: 'http://app.example.com' })
  send(ping, { source: parent, origin: 'null' })
  send(ping, { source: {}, origin })
  send(ping, { source: frame, origin })
  send(ping, { source: null, origin })
  expect(heard).toEqual([])
  send(ping, { source: parent, origin })
  expect(heard).toEqual([{ ...ping }])
})

test.each([
  ['nothing', undefined],
  ['a text', 'ping'],
  ['another version', { ...ping, latchkey: 2 }],
  ['no version', { type: 'ping' }],
  ['a type of its own', { latchkey: 1, type: 'reveal' }],
  ['a token that is none', { latchkey: 1, type: 'session', token: 7 }],
  ['a theme that is more than a colour', { latchkey: 1, type: 'theme', theme: { accent: 'url(//evil.example.com)' } }],
  ['a font that ends its declaration', { latchkey: 1, type: 'theme', theme: { font: 'a;b' } }],
])('a message that says %s is ignored', (_, message) => {
  const { parent, heard, send } = openFrame(`?origin=${encodeURIComponent(origin)}`)
  send(message, { source: parent, origin })
  expect(heard).toEqual([])
})

test('what it says goes to that origin and no other', () => {
  const { host, parent } = openFrame(`?origin=${encodeURIComponent(origin)}`)
  host?.send({ type: 'ready' })
  expect(parent.postMessage.mock.calls).toEqual([[{ latchkey: 1, type: 'ready' }, origin]])
})

test.each([
  '',
  '?origin=',
  '?origin=*',
  '?origin=null',
  '?origin=https://app.example.com/',
  '?origin=https://app.example.com:443',
  '?origin=https://APP.example.com',
  '?origin=https://user@app.example.com',
  '?origin=data:text/html,a',
  '?origin=file:///',
  '?origin=app.example.com',
])('there is no page to talk to at an address with “%s”', (search) => {
  expect(openFrame(search).host).toBeNull()
})

test('there is no page to talk to where nothing is around', () => {
  const frame = { location: { search: `?origin=${encodeURIComponent(origin)}` }, parent: null as unknown }
  frame.parent = frame
  expect(findHostPage(frame as unknown as Window)).toBeNull()
})

function openFrame(search: string) {
  const parent = { postMessage: vi.fn<(message: unknown, targetOrigin: string) => void>() }
  const target = new EventTarget()
  const frame = Object.assign(target, { location: { search }, parent })
  const host = findHostPage(frame as unknown as Window)
  const heard: unknown[] = []
  host?.listen((message) => heard.push(message))
  const send = (data: unknown, from: { source: unknown; origin: string }) =>
    target.dispatchEvent(Object.assign(new Event('message'), { data, ...from }))
  return { frame, host, parent, heard, send }
}
