import { Fragment } from 'react'

/** A sentence of a connector's guide: what stands between `**` is emphasised, and nothing else is markup. */
export function GuideText({ text }: { text: string }) {
  const parts = text.split('**').map((part, index) => ({ part, key: `${index} ${part}`, isStrong: index % 2 === 1 }))
  return parts.map(({ part, key, isStrong }) =>
    isStrong ? <strong key={key}>{part}</strong> : <Fragment key={key}>{part}</Fragment>,
  )
}
