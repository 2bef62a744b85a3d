import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { createTestHome, openTestLatchkey } from '../fixture/latchkey.ts'
import { doors, findDoor } from './doors.ts'

test('every route has a door, and every door a route', async () => {
  const home = await createTestHome('sqlite')
  const latchkey = await openTestLatchkey(home)
  // What is for every method is middleware, and the page.
  const routes = latchkey.app.routes.filter(({ method }) => method !== 'ALL')
  expect(Object.keys(doors).toSorted()).toEqual(
    [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].toSorted(),
  )
  await latchkey.close()
  await home.remove()
})

test('a route without one lets nobody in', async () => {
  const app = new Hono()
  app.use(async (c, next) => {
    findDoor(c)
    await next()
  })
  app.get('/forgotten', (c) => c.text('open'))
  app.onError((error, c) => c.text(error.message, 500))
  const answer = await app.request('/forgotten')
  expect([answer.status, await answer.text()]).toEqual([500, 'There is no door for GET /forgotten'])
  expect((await app.request('/nothing')).status).toBe(404)
})
