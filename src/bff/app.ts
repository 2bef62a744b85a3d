import { Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { openAPIRouteHandler } from 'hono-openapi'
import type { Logger } from 'pino'
import { endpoints } from '../contract/endpoints.ts'
import type { Sandbox } from '../contract/sandbox.ts'
import { browserGuard } from './access/browser-guard.ts'
import { localPrincipal } from './access/principal.ts'
import { pageRoutes } from './http/page.ts'
import { answerProblem } from './http/problem.ts'
import { securityHeaders } from './http/security-headers.ts'
import { connectorRoutes } from './routes/connectors.ts'
import { oneCredentialRoutes } from './routes/credential.ts'
import { credentialEventRoutes } from './routes/credential-events.ts'
import { credentialOwnerRoutes } from './routes/credential-owners.ts'
import { type CredentialSecretDependencies, credentialSecretRoutes } from './routes/credential-secret.ts'
import { type CredentialUsageDependencies, credentialUsageRoutes } from './routes/credential-usage.ts'
import { type CredentialDependencies, credentialRoutes } from './routes/credentials.ts'
import { deletedCredentialRoutes } from './routes/deleted-credentials.ts'
import { healthRoutes } from './routes/health.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { oneResourceRoutes } from './routes/resource.ts'
import { resourceRoutes } from './routes/resources.ts'
import { sandboxRoutes } from './routes/sandbox.ts'
import { type TestRequestDependencies, testRequestRoutes } from './routes/test-request.ts'
import { isStoreError } from './store/database.ts'
import type { Metrics } from './usage/metrics.ts'

export interface AppDependencies
  extends CredentialDependencies, CredentialSecretDependencies, CredentialUsageDependencies, TestRequestDependencies {
  log: Logger
  metrics: Metrics
  /** The origin people see. */
  publicUrl: URL
  /** Where the built page is. */
  pageFolder: string
  /** Null while no sandbox runs. */
  sandboxTokens: Sandbox['tokens'] | null
}

/** Latchkey as a function of a Request: no port, no globals. */
export function createApp(dependencies: AppDependencies): Hono {
  const { log, metrics, publicUrl, pageFolder, sandboxTokens, store, clock } = dependencies
  const app = new Hono()

  app.use(async (c, next) => {
    const began = clock().getTime()
    await next()
    const isQuiet = c.req.method === 'GET' && c.res.status < 400
    // The route's pattern, never the path: somebody may put a token there.
    const { routePath: route, method } = c.req
    metrics.answered({ route, method, status: c.res.status })
    log[isQuiet ? 'debug' : 'info']({ method, route, status: c.res.status, ms: clock().getTime() - began }, 'answered')
  })
  app.use(securityHeaders)
  app.use(async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  app.use(browserGuard(publicUrl))
  const principal = localPrincipal()
  app.use(async (c, next) => {
    c.set('principal', principal)
    await next()
  })
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) =>
        answerProblem(c, { code: 'method_not_allowed' }, { allow: methods.join(', ') }),
    }),
  )

  app.route('/', healthRoutes(store.database))
  app.route('/', metricsRoutes(metrics))
  app.route('/', connectorRoutes({ isSandbox: sandboxTokens !== null }))
  app.route('/', credentialRoutes(dependencies))
  app.route('/', oneCredentialRoutes(dependencies))
  app.route('/', credentialSecretRoutes(dependencies))
  app.route('/', credentialEventRoutes(dependencies))
  app.route('/', credentialUsageRoutes(dependencies))
  app.route('/', credentialOwnerRoutes(dependencies))
  app.route('/', deletedCredentialRoutes(dependencies))
  app.route('/', resourceRoutes(dependencies))
  app.route('/', oneResourceRoutes(dependencies))
  app.route('/', testRequestRoutes(dependencies))
  app.route('/', sandboxRoutes(sandboxTokens))
  app.get(endpoints.openapi, openApiDocument(app))
  app.route('/', pageRoutes(pageFolder))

  app.notFound((c) => answerProblem(c, { code: 'not_found' }))
  app.onError((error, c) => {
    // The asker left; there is nobody to answer.
    if (c.req.raw.signal.aborted) return new Response(null, { status: 499 })
    log.error({ err: error }, 'failed')
    return answerProblem(c, { code: isStoreError(error) ? 'store_unavailable' : 'internal_error' })
  })
  return app
}

function openApiDocument(app: Hono): ReturnType<typeof openAPIRouteHandler> {
  return openAPIRouteHandler(app, {
    // A refused input is a problem of 422, and each route names it.
    defaultValidationErrorResponse: false,
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
    },
  })
}
