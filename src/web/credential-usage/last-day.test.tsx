import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { button, findViolations, makeCredential, setTheme } from '../app.fixture.tsx'
import { openDetails } from '../credential-details/details.fixture.ts'
import { makeHour } from './usage.fixture.ts'

const lastDay = () => page.getByRole('region', { name: 'Last day' })
const plots = () => lastDay().getByRole('img')

beforeEach(() => page.viewport(1_280, 900))

test('what it was used for is told in words, plotted, and there as a table; it fits where there is little room', async () => {
  const usage = [makeHour(5, { errors: 3, throttled: 1 }), makeHour(0, { calls: 1_080 })]
  await openDetails({ usage }, makeCredential({ lastUsedAt: new Date().toISOString() }))
  await expect.element(lastDay()).toMatchTextContent(/1,200 calls to Intercom: 3 failed, 1 throttled\./u)
  await expect
    .element(plots().first(), { timeout: 10_000 })
    .toHaveAccessibleName(/Calls by the hour: 1,080 at the most/u)
  expect(plots().elements()).toHaveLength(3)

  await plots().last().hover()
  await expect.element(lastDay()).toMatchTextContent(/\d [AP]M: (?:no calls|[\d,]+ calls)/u)

  await page.getByText('Show as table').click()
  const rows = lastDay().getByRole('row')
  await expect.element(rows.nth(1)).toMatchTextContent(/1,080 ?0 ?0 ?85 ms ?310 ms ?72 %/u)
  expect(rows.elements()).toHaveLength(3)

  await page.viewport(305, 800)
  await expect
    .poll(() => Math.max(...canvases().map((canvas) => canvas.getBoundingClientRect().right)))
    .toBeLessThan(306)
  expect(await findViolations()).toEqual([])

  const inLight = canvases().map((canvas) => canvas.toDataURL())
  await setTheme('dark')
  await expect.poll(() => canvases().every((canvas, place) => canvas.toDataURL() !== inLight[place])).toBe(true)
})

test('one that was not used says so; what did not come can be asked for again', async () => {
  const credential = makeCredential()
  await openDetails(
    { failures: { [`GET /api/credentials/${credential.id}/usage`]: ['store_unavailable'] } },
    credential,
  )
  await expect.element(lastDay().getByRole('alert')).toMatchTextContent(/What it was used for could not be loaded\./u)
  await button('Retry').click()
  await expect.element(lastDay()).toMatchTextContent(/Not used in the last day\./u)
  expect(canvases()).toEqual([])
})

function canvases(): HTMLCanvasElement[] {
  return [...document.querySelectorAll('canvas')]
}
