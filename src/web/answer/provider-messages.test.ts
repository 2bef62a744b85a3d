import { expect, test } from 'vitest'
import { providerMessages } from './provider-messages.ts'

test.each([
  [
    { type: 'error.list', errors: [{ code: 'not_found', message: 'Contact Not Found' }] },
    [{ code: 'not_found', message: 'Contact Not Found' }],
  ],
  [{ errors: ['no name'] }, [{ code: null, message: 'no name' }]],
  [{ error: { code: 'invalid', message: 'Bad' } }, [{ code: 'invalid', message: 'Bad' }]],
  [{ error: 'invalid_grant', error_description: 'Expired' }, [{ code: 'invalid_grant', message: 'Expired' }]],
  [{ title: 'Gone', detail: 'It is gone' }, [{ code: null, message: 'It is gone' }]],
  [{ data: [] }, []],
  ['<html>', []],
  [null, []],
])('%j says %j', (answer, messages) => {
  expect(providerMessages(answer)).toEqual(messages)
})
