import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, findViolations, heading, keepDraft, makeCredential, openPage, setTheme } from '../app.fixture.tsx'
import { makeAnswer } from './configuring.fixture.ts'

const acme = makeCredential({ name: 'Acme support' })
const testCall = `POST /api/credentials/${acme.id}/test-request`
const textbox = (name: string | RegExp) => page.getByRole('textbox', { name })
const radio = (name: string) => page.getByRole('radio', { name, exact: true })
const question = () => page.getByRole('alertdialog', { name: 'Send this request?' })

test('a destination is filled in, sent for real once that is confirmed, and saved', async () => {
  await setTheme('dark')
  keepDraft('destination', { connector: 'intercom', credentialId: acme.id, name: 'People' })
  const answers = [makeAnswer({ type: 'contact', id: '65f1' })]
  const { latchkey } = await openPage('/new/destination/configure', { credentials: [acme], answers })
  await radio('Update a contact').click()
  await expect.element(radio('Update a contact')).toHaveAccessibleDescription(/by PUT; there is no PATCH for one/u)
  await button('Send test request').click()
  await expect.element(textbox('contact_id')).toHaveFocus()
  await expect.element(textbox('contact_id')).toHaveAccessibleDescription(/Enter the contact_id/u)
  await button('Save').click()
  await expect.element(textbox('contact_id')).toHaveFocus()

  await textbox('contact_id').fill('65f1')
  await textbox('Sample Record').fill('{"name":"Ada"')
  await expect.element(textbox('Sample Record')).toHaveAccessibleDescription(/This is not JSON\./u)
  await textbox('Sample Record').fill('{"name":"Ada"}')
  await button('Format').click()
  await expect.element(textbox('Sample Record')).toHaveValue('{\n  "name": "Ada"\n}')
  await expect.element(page.getByText(/intercom\.io\/contacts\/65f1/u)).toBeVisible()
  await expect.element(page.getByText('Content-Type:')).toBeVisible()

  await button('Send test request').click()
  await expect.element(question()).toMatchTextContent(/This writes to Acme at Intercom.*PUT https:.*\/contacts\/65f1/u)
  expect(await findViolations()).toEqual([])
  await userEvent.keyboard('{Escape}')
  await expect.element(question()).not.toBeInTheDocument()
  await expect.element(button('Send test request')).toHaveFocus()
  expect(latchkey.sent.some(({ call }) => call === testCall)).toBe(false)

  await button('Send test request').click()
  await question().getByRole('button', { name: 'Send test request' }).click()
  const result = page.getByRole('region', { name: 'Result' })
  await expect.element(result).toMatchTextContent(/200 OK.*"id": "65f1"/u)
  expect(await findViolations()).toEqual([])
  const configured = { method: 'PUT', path: '/contacts/65f1', query: [], headers: [], contentType: 'application/json' }
  const sample = '{\n  "name": "Ada"\n}'
  expect(latchkey.sent.filter(({ call }) => call === testCall).map(({ body }) => body)).toEqual([
    { ...configured, region: 'us', body: sample },
  ])
  await button('Save').click()
  await expect.element(heading('Data flows')).toBeVisible()
  expect(latchkey.sent.find(({ call }) => call === 'POST /api/resources')?.body).toMatchObject({
    kind: 'destination',
    configuration: { template: 'update-contact', ...configured, sample },
  })
})

test('after a send without an answer it is said that the provider may have done it all the same', async () => {
  keepDraft('destination', { connector: 'intercom', credentialId: acme.id, name: 'People' })
  const failures = { [testCall]: ['provider_timeout' as const] }
  await openPage('/new/destination/configure', { credentials: [acme], failures })
  await page.getByRole('radio', { name: 'Configure Manually' }).click({ force: true })
  await page.getByRole('combobox', { name: 'Method' }).selectOptions('DELETE')
  await textbox('Path').fill('/contacts/1')
  await textbox('Sample Record').fill('')
  await button('Send test request').click()
  await expect.element(question()).toMatchTextContent(/This deletes from Acme.*DELETE https:/u)
  await question().getByRole('button', { name: 'Send test request' }).click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(/did not answer in time.*is not known/u)
})
