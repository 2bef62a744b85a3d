import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { CLIENT_HEADER } from '../../contract/endpoints.ts'
import {
  authorizationSchema,
  oauthEndpoints,
  type StartAuthorization,
  type StartedAuthorization,
  startedAuthorizationSchema,
} from '../../contract/oauth.ts'
import { problemSchema } from '../../contract/problem.ts'
import { ANSWER_TIMEOUT, isNotFound, isSessionRequired, NoAnswerFailure, ProblemFailure, request } from './request.ts'
import { holdForSession, sessionHeaders } from './session-hold.ts'

/** Milliseconds between two looks at an authorization that is on its way. */
const LOOK = 1_500

/** How far an authorization is; looked at again and again until it has come to something. */
export function authorizationQuery(connector: string, id: string) {
  return queryOptions({
    queryKey: ['authorization', connector, id],
    queryFn: ({ signal }) => request(pathOf(connector, id), { schema: authorizationSchema, signal }),
    // A Latchkey that is restarting knows of it again in a moment; one that has none will not.
    refetchInterval: ({ state: { data, error } }) =>
      isNotFound(error) || (data !== undefined && data.state !== 'waiting') ? false : LOOK,
    // The window lies over the page, or the page is the one that is not looked at.
    refetchIntervalInBackground: true,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
}

type StartOptions = {
  connector: string
  body: StartAuthorization
  /** Whose browser keeps the cookie that binds the answer: a page of Latchkey's own, which a frame is not. */
  by: Pick<Window, 'fetch'>
  signal: AbortSignal
}

/**
 * Makes the way to the provider's page.
 * @throws as {@link request}
 */
export function startAuthorization({ connector, body, by, signal }: StartOptions): Promise<StartedAuthorization> {
  const send = async () => {
    const timeout = AbortSignal.timeout(ANSWER_TIMEOUT)
    const response = await by
      .fetch(oauthEndpoints.start.replace(':connector', connector), {
        method: 'POST',
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/json',
          [CLIENT_HEADER]: 'web',
          ...sessionHeaders(),
        },
        body: JSON.stringify(body),
        credentials: 'same-origin',
        signal: AbortSignal.any([signal, timeout]),
      })
      .then(async (answered) => ({ ok: answered.ok, answer: (await answered.json()) as unknown }))
      .catch(() => {
        signal.throwIfAborted()
        throw new NoAnswerFailure(timeout.aborted ? 'timeout' : 'unreachable')
      })
    if (!response.ok) throw new ProblemFailure(parse(problemSchema, response.answer))
    return parse(startedAuthorizationSchema, response.answer)
  }
  return holdForSession(send, isSessionRequired, { signal, isByPerson: true })
}

/** What it holds is erased. That it is gone already is as good. */
export async function giveUpAuthorization(connector: string, id: string): Promise<void> {
  await request(pathOf(connector, id), { method: 'DELETE', schema: z.null() }).catch(() => undefined)
}

function pathOf(connector: string, id: string): string {
  return oauthEndpoints.authorization.replace(':connector', connector).replace(':authorization', id)
}

function parse<Answer>(schema: z.ZodMiniType<Answer>, answer: unknown): Answer {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw new NoAnswerFailure('unexpected_answer')
  return parsed.data
}
