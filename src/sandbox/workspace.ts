import { createHash } from 'node:crypto'
import type { Region } from '../contract/region.ts'

/** Everything the sandbox tells about a workspace is derived from these, so the same token always tells the same. */
export type Workspace = {
  /** `app.id_code`; eight characters, as in the description's `ecahpwf5`. */
  id: string
  name: string
  /** The one region that a workspace lives in. */
  region: Region
}

/**
 * The workspace of a token that is no sample, made from the hash of its identifier: `tok:<identifier>:1:0`. So two tokens
 * of one workspace, as when somebody regenerates one, differ in their endings alone. What Intercom's endings mean is
 * unknown.
 */
export function workspaceOf(token: string): Workspace {
  const identifier = Buffer.from(token, 'base64').toString('latin1').split(':', 2).join(':')
  const hash = createHash('sha256').update(identifier).digest()
  return { id: toWorkspaceId(hash), name: `${oneOf(firstWords, hash, 8)} ${oneOf(lastWords, hash, 9)}`, region: 'us' }
}

export function namedWorkspace(name: string, region: Region): Workspace {
  return { id: toWorkspaceId(createHash('sha256').update(`${region}/${name}`).digest()), name, region }
}

/** Bytes that belong to one thing of one workspace: the same at every call, alike nowhere else. */
export function draw(workspace: Workspace, topic: string, index: number): Buffer {
  return createHash('sha256').update(`${workspace.id}/${topic}/${index}`).digest()
}

export function oneOf<Choice>(choices: readonly [Choice, ...Choice[]], bytes: Buffer, at: number): Choice {
  return choices[(bytes[at] ?? 0) % choices.length] ?? choices[0]
}

/** A reserved top-level domain (RFC 2606): nobody's mail. */
export function domainOf(workspace: Workspace): string {
  const words = workspace.name.toLowerCase().match(/[a-z]+/gu) ?? ['workspace']
  return `${words.join('-')}.example`
}

const firstWords = ['Northwind', 'Juniper', 'Harbour', 'Copper', 'Meridian', 'Willow', 'Granite', 'Lantern'] as const
const lastWords = ['Outfitters', 'Analytics', 'Bakery', 'Robotics', 'Travel', 'Books', 'Energy', 'Clinics'] as const

function toWorkspaceId(hash: Buffer): string {
  return hash.readBigUInt64BE().toString(36).padStart(8, '0').slice(-8)
}
