import type { MessageFromFrame } from '../contract/embed-message.ts'

/** What each message has to hold, as far as it is used here. The contract's own schemas weigh ten times this script. */
const holds: Record<MessageFromFrame['type'], (message: Record<string, unknown>) => boolean> = {
  ready: () => true,
  shown: () => true,
  session_needed: () => true,
  selected: ({ credential }) => isObject(credential) && typeof credential['id'] === 'string',
  closed: () => true,
  failed: ({ code }) => typeof code === 'string',
  resized: ({ height }) => Number.isFinite(height) && Number(height) >= 0,
  pong: () => true,
}

/** A message of version 1; null for all else, which other frames and browser extensions send as well. */
export function readFrameMessage(data: unknown): MessageFromFrame | null {
  if (!isObject(data) || data['latchkey'] !== 1) return null
  const { type } = data
  const isKnown = typeof type === 'string' && Object.hasOwn(holds, type)
  return isKnown && holds[type as MessageFromFrame['type']](data) ? (data as MessageFromFrame) : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
