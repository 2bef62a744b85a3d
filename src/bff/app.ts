import { Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import type { Logger } from 'pino'
import { endpoints } from '../contract/endpoints.ts'
import type { Sandbox } from '../contract/sandbox.ts'
import { browserGuard } from './access/browser-guard.ts'
import type { ReadClient } from './access/client.ts'
import { clientGuard } from './access/client-guard.ts'
import { sessionGuard } from './access/session-guard.ts'
import { openApiDocument } from './http/openapi-document.ts'
import { pageRoutes } from './http/page.ts'
import { answerProblem } from './http/problem.ts'
import { securityHeaders } from './http/security-headers.ts'
import { connectorRoutes } from './routes/connectors.ts'
import { type OneCredentialDependencies, oneCredentialRoutes } from './routes/credential.ts'
import { credentialAccessRoutes } from './routes/credential-access.ts'
import { credentialEventRoutes } from './routes/credential-events.ts'
import { credentialOwnerRoutes } from './routes/credential-owners.ts'
import { type CredentialSecretDependencies, credentialSecretRoutes } from './routes/credential-secret.ts'
import { type CredentialUsageDependencies, credentialUsageRoutes } from './routes/credential-usage.ts'
import { type CredentialDependencies, credentialRoutes } from './routes/credentials.ts'
import { deletedCredentialRoutes } from './routes/deleted-credentials.ts'
import { eventRoutes } from './routes/events.ts'
import { healthRoutes } from './routes/health.ts'
import { hostCredentialRoutes } from './routes/host-credentials.ts'
import { type HostSessionDependencies, hostSessionRoutes } from './routes/host-sessions.ts'
import { oauthRoutes, type OAuthRouteDependencies } from './routes/oauth.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { peopleRoutes } from './routes/people.ts'
import { oneResourceRoutes } from './routes/resource.ts'
import { resourceRoutes } from './routes/resources.ts'
import { sandboxRoutes } from './routes/sandbox.ts'
import { type SessionDependencies, sessionRoutes } from './routes/session.ts'
import { signInRoutes, type SignInRouteDependencies } from './routes/sign-in.ts'
import { type TestRequestDependencies, testRequestRoutes } from './routes/test-request.ts'
import { uninstalledRoutes } from './routes/uninstalled.ts'
import { isStoreError } from './store/database.ts'
import type { Metrics } from './usage/metrics.ts'

export interface AppDependencies
  extends
    SessionDependencies,
    HostSessionDependencies,
    OAuthRouteDependencies,
    CredentialDependencies,
    CredentialSecretDependencies,
    OneCredentialDependencies,
    CredentialUsageDependencies,
    SignInRouteDependencies,
    TestRequestDependencies {
  log: Logger
  metrics: Metrics
  readClient: ReadClient
  /** The origin people see. */
  publicUrl: URL
  /** Where the built page is. */
  pageFolder: string
  /** Null while no sandbox runs. */
  sandboxTokens: Sandbox['tokens'] | null
}

/** Latchkey as a function of a Request: no port, no globals. */
export function createApp(dependencies: AppDependencies): Hono {
  const { log, metrics, readClient, publicUrl, pageFolder, sandboxTokens, store, clock, oauthProviders } = dependencies
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
  app.use(clientGuard(readClient, { isBehindProxy: publicUrl.protocol === 'https:' }))
  app.use(browserGuard(publicUrl))
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) =>
        answerProblem(c, { code: 'method_not_allowed' }, { allow: methods.join(', ') }),
    }),
  )

  app.use(sessionGuard(dependencies))

  app.route('/', healthRoutes(store.database))
  app.route('/', metricsRoutes(metrics))
  app.route('/', sessionRoutes(dependencies))
  app.route('/', signInRoutes(dependencies))
  app.route('/', connectorRoutes({ isSandbox: sandboxTokens !== null, oauthProviders, publicUrl }))
  app.route('/', oauthRoutes(dependencies))
  app.route('/', uninstalledRoutes(dependencies))
  app.route('/', credentialRoutes(dependencies))
  app.route('/', oneCredentialRoutes(dependencies))
  app.route('/', credentialSecretRoutes(dependencies))
  app.route('/', credentialAccessRoutes(dependencies))
  app.route('/', credentialEventRoutes(dependencies))
  app.route('/', credentialUsageRoutes(dependencies))
  app.route('/', credentialOwnerRoutes(dependencies))
  app.route('/', peopleRoutes(dependencies))
  app.route('/', deletedCredentialRoutes(dependencies))
  app.route('/', resourceRoutes(dependencies))
  app.route('/', oneResourceRoutes(dependencies))
  app.route('/', testRequestRoutes(dependencies))
  app.route('/', eventRoutes(dependencies))
  app.route('/', sandboxRoutes(sandboxTokens))
  app.get(endpoints.openapi, openApiDocument(app))
  app.route('/', hostSessionRoutes(dependencies))
  app.route('/', hostCredentialRoutes(dependencies))
  app.route('/', pageRoutes(pageFolder, dependencies.hostKeys))

  app.notFound((c) => answerProblem(c, { code: 'not_found' }))
  app.onError((error, c) => {
    // The asker left; there is nobody to answer.
    if (c.req.raw.signal.aborted) return new Response(null, { status: 499 })
    log.error({ err: error }, 'failed')
    return answerProblem(c, { code: isStoreError(error) ? 'store_unavailable' : 'internal_error' })
  })
  return app
}
