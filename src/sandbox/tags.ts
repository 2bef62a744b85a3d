import { draw, type Workspace } from './workspace.ts'

/** `tag` of the description. */
export interface Tag {
  type: 'tag'
  id: string
  name: string
}

export function toTags(workspace: Workspace): Tag[] {
  const first = 100_000 + (draw(workspace, 'tag', 0).readUInt32BE() % 800_000)
  return tagNames.map((name, index) => ({ type: 'tag', id: String(first + index), name }))
}

const tagNames = ['Billing', 'Bug', 'Churn risk', 'Enterprise', 'Feature request', 'Onboarding', 'Shipping', 'VIP']
