import { expect, test, vi } from 'vitest'
import { renderHook } from 'vitest-browser-react'
import { useChunk } from './use-chunk.ts'

test('is fetched once, however often and for whatever reason it is asked for', async () => {
  const load = vi.fn<() => Promise<string>>().mockResolvedValue('part')
  const { result, rerender } = await renderHook((wanted?: boolean) => useChunk(load, wanted ?? false))
  expect(load).not.toHaveBeenCalled()
  result.current.fetch()
  result.current.fetch()
  await rerender(true)
  await expect.poll(() => result.current.part).toBe('part')
  expect(load).toHaveBeenCalledOnce()
})

test('that it did not come is known, and it can be fetched again', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new TypeError('Failed to fetch'))
  load.mockResolvedValue('part')
  const { result } = await renderHook(() => useChunk(load, true))
  await expect.poll(() => result.current.hasFailed).toBe(true)
  result.current.fetch()
  await expect.poll(() => result.current.part).toBe('part')
  expect(result.current.hasFailed).toBe(false)
})

test('one that failed ahead of time is fetched again once it is wanted', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new TypeError('Failed to fetch'))
  load.mockResolvedValue('part')
  const { result, rerender } = await renderHook((wanted?: boolean) => useChunk(load, wanted ?? false))
  result.current.fetch()
  await expect.poll(() => result.current.hasFailed).toBe(true)
  await rerender(true)
  await expect.poll(() => result.current.part).toBe('part')
})
