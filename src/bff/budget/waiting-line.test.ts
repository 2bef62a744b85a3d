import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Priority } from './room.ts'
import { createWaitingLine } from './waiting-line.ts'

interface Waiter {
  priority: Priority
  name: number
}

test('of five rooms at most four go to people while a flow waits, first come first served among each', () => {
  const line = createWaitingLine<Waiter>()
  for (let name = 0; name < 10; name += 1) {
    line.add({ priority: 'flow', name })
    line.add({ priority: 'interactive', name })
  }
  expect(takeAll(line).map(({ priority, name }) => `${priority === 'flow' ? 'f' : 'p'}${name}`)).toEqual(
    'p0 p1 p2 p3 f0 p4 p5 p6 p7 f1 p8 p9 f2 f3 f4 f5 f6 f7 f8 f9'.split(' '),
  )
})

test('people who were served while no flow waited do not count against those who come later', () => {
  const line = createWaitingLine<Waiter>()
  for (let name = 0; name < 9; name += 1) line.add({ priority: 'interactive', name })
  for (let taken = 0; taken < 8; taken += 1) line.next('all')
  line.add({ priority: 'flow', name: 0 })
  expect(line.next('all')).toMatchObject({ priority: 'interactive' })
})

test('where only people are let, a flow keeps its place', () => {
  const line = createWaitingLine<Waiter>()
  line.add({ priority: 'flow', name: 0 })
  expect(line.next('people')).toBeNull()
  expect([line.size(), line.has('flow'), line.has('interactive')]).toEqual([1, true, false])
})

test('whoever comes, leaves or is served in whatever order: nobody is lost, served twice, or passed by an equal', () => {
  const action = fc.constantFrom('flow', 'interactive', 'leave', 'serve', 'serve people')
  fc.assert(
    fc.property(fc.array(fc.tuple(action, fc.nat(20)), { maxLength: 200 }), (actions) => {
      const line = createWaitingLine<Waiter>()
      let waiting: Waiter[] = []
      for (const [name, [what, which]] of actions.entries()) {
        const firsts = (['interactive', 'flow'] as const).map((one) => waiting.find((each) => each.priority === one))
        let isRight = true
        if (what === 'flow' || what === 'interactive') {
          const waiter = { priority: what, name } as const
          waiting.push(waiter)
          line.add(waiter)
        } else if (what === 'leave') {
          const leaver = waiting[which]
          isRight = !leaver || line.remove(leaver)
          waiting = waiting.filter((each) => each !== leaver)
        } else {
          const served = line.next(what === 'serve' ? 'all' : 'people')
          const [person, flow] = firsts
          const allowed = what === 'serve' ? [person, flow].filter(Boolean) : [person].filter(Boolean)
          isRight = served ? allowed.includes(served) : allowed.length === 0
          waiting = waiting.filter((each) => each !== served)
        }
        expect([isRight, line.size()], what).toEqual([true, waiting.length])
      }
    }),
  )
})

function takeAll(line: ReturnType<typeof createWaitingLine<Waiter>>): Waiter[] {
  const taken: Waiter[] = []
  for (let next = line.next('all'); next; next = line.next('all')) taken.push(next)
  return taken
}
