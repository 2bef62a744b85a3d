/**
 * What a contact says of its tags, notes and companies: where they are. The description has `has_more` for a list that is
 * cut short; here it is all of them.
 */
export interface AddressableList {
  data: { type: string; id: string; url: string }[]
  url: string
  total_count: number
  has_more: boolean
}

/**
 * @param url where all of them are
 * @param type what each of them is; its own address is `{root}/{id}`
 */
export function toAddressableList(url: string, type: string, root: string, ids: readonly string[]): AddressableList {
  return { data: ids.map((id) => ({ type, id, url: `${root}/${id}` })), url, total_count: ids.length, has_more: false }
}
