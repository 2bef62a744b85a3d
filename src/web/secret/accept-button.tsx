import { Button } from '../ui/button.tsx'

/** Going on all the same: what that is called here. Null where there is nothing to go on to. */
export type Accept = { label: string; onPress: () => void } | null | ''

export function AcceptButton({ accept }: { accept: Accept }) {
  return accept ? <Button onClick={accept.onPress}>{accept.label}</Button> : null
}
