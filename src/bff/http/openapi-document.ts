import type { Handler, Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import type { ProblemCode } from '../../contract/problem.ts'
import { problems } from '../../contract/problems.ts'
import { type Door, doors } from '../access/doors.ts'
import { securitySchemes } from './describe.ts'

type Document = Awaited<ReturnType<typeof generateSpecs>>
type Operation = NonNullable<NonNullable<Document['paths'][string]>['get']>

/** What the routes say of themselves, and what their doors say: who is let in, and how the others are refused. */
export function openApiDocument(app: Hono): Handler {
  let document: Promise<Document> | null = null
  return async (c) => {
    document ??= makeDocument(app)
    return c.json(await document)
  }
}

async function makeDocument(app: Hono): Promise<Document> {
  const document = await generateSpecs(app, {
    // A refused input is a problem of 422, and each route names it.
    defaultValidationErrorResponse: false,
    // A path that ends like a file's is a route like any other.
    excludeStaticFile: false,
    documentation: {
      openapi: '3.1.0',
      info: {
        title: 'Latchkey',
        version: '1',
        description:
          'The Authenticate step of a data platform. Every 4xx and 5xx is a problem of RFC 9457. Data flows call providers at ' +
          '/proxy/{credential}/{path}, with a data-plane key: what is answered there is the provider’s.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      components: { securitySchemes },
    },
  })
  for (const [route, door] of Object.entries(doors)) {
    const [method = '', path = ''] = route.split(' ')
    const operation = document.paths[path.replaceAll(/:(\w+)/gu, '{$1}')]?.[method.toLowerCase() as 'get']
    if (operation) addDoor(operation, door)
  }
  return document
}

function addDoor(operation: Operation, door: Door): void {
  addRefusal(operation, 'proxy_required')
  if (door === 'open' || door === 'host_key') return
  operation.security = door === 'session' ? [{ session: [] }, { frame_session: [] }] : [{ session: [] }]
  addRefusal(operation, 'session_required')
  if (door !== 'session') addRefusal(operation, 'not_permitted')
}

/** Beside the others of its status. Every refusal is a problem: one is described like the next. */
function addRefusal({ responses }: Operation, code: ProblemCode): void {
  const { status, title } = problems[code]
  const line = `\`${code}\`: ${title}`
  const [like, known] = [responses['403'], responses[status]]
  if (!like || '$ref' in like || (known && '$ref' in known))
    throw new Error('A refusal is not described as it should be')
  if (!known) responses[status] = { ...like, description: line }
  else if (!known.description.includes(line)) known.description += `\n${line}`
}
