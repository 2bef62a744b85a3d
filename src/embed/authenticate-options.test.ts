import { expectTypeOf, test } from 'vitest'
import type {
  EmbedTexts,
  EmbedTheme,
  EmbedView,
  MessageFromFrame,
  MessageToFrame,
  SelectedCredential as SelectedByContract,
} from '../contract/embed-message.ts'
import type {
  AuthenticateFailure,
  AuthenticateOptions,
  AuthenticateTexts,
  AuthenticateTheme,
  SelectedCredential,
} from './authenticate-options.ts'

type Open = Extract<MessageToFrame, { type: 'open' }>
type Failed = Extract<MessageFromFrame, { type: 'failed' }>

test('what a host writes down is what the contract has, word for word', () => {
  expectTypeOf<AuthenticateTheme>().toEqualTypeOf<EmbedTheme>()
  expectTypeOf<AuthenticateTexts>().toEqualTypeOf<EmbedTexts>()
  expectTypeOf<SelectedCredential>().toEqualTypeOf<SelectedByContract>()
  expectTypeOf<AuthenticateFailure['code']>().toEqualTypeOf<Failed['code']>()
  expectTypeOf<AuthenticateOptions['view']>().toEqualTypeOf<EmbedView | undefined>()
  expectTypeOf<Pick<AuthenticateOptions, 'connector' | 'purpose' | 'selected'>>().toEqualTypeOf<
    Pick<Open, 'connector' | 'purpose' | 'selected'>
  >()
})
