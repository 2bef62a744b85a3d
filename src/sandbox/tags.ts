import { draw, type Workspace } from './workspace.ts'

/** `tag_list` of the description; it has no pages. */
export function toTagList(workspace: Workspace) {
  const first = 100_000 + (draw(workspace, 'tag', 0).readUInt32BE() % 800_000)
  return { type: 'list', data: tagNames.map((name, index) => ({ type: 'tag', id: String(first + index), name })) }
}

const tagNames = ['Billing', 'Bug', 'Churn risk', 'Enterprise', 'Feature request', 'Onboarding', 'Shipping', 'VIP']
