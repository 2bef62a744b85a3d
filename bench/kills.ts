import type { Figure } from './figure.ts'
import { killDrill } from './kill-drill.ts'

const KILLS = 200

/** Saves that were acknowledged outlive kill -9, and none is there twice. */
export async function measureKills(): Promise<Figure[]> {
  const { acknowledged, unanswered, cutOff, lost, surplus, rows, total, starts } = await killDrill({
    kills: KILLS,
    engine: 'sqlite',
  })
  const starting = `${starts.length} clean starts of ${KILLS}`
  return [
    {
      what: `saves lost, there twice, or never acknowledged, in ${KILLS} kills`,
      value: `${lost.length} lost, ${surplus.length} surplus, ${unanswered} unanswered`,
      must: '0, 0 and 0',
      holds: lost.length + surplus.length + unanswered === 0 && rows === total && starts.length === KILLS,
      baseline: `${acknowledged} acknowledged, ${cutOff} cut off and sent again, ${starting}`,
    },
  ]
}
