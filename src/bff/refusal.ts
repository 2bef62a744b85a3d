import type { Problem, ProblemCode } from '../contract/problem.ts'

/** What Latchkey would not do, and why: everything of a problem that is not in its table. */
export type Refusal = { code: ProblemCode } & Partial<
  Pick<Problem, 'detail' | 'errors' | 'verdict' | 'existing' | 'signIn' | 'usedBy'>
>
