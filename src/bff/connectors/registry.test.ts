import { describe, expect, test } from 'vitest'
import { connectorDetailSchema } from '../../contract/connector-detail.ts'
import { holdsSecretShape } from '../../contract/secret-shape.ts'
import { freshToken } from '../fixture/latchkey.ts'
import { formHeaders } from '../proxy/forwarded-headers.ts'
import { checkConfiguration } from '../resource/check-configuration.ts'
import { connectors } from './registry.ts'

/** RFC 6901, 3. */
const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/u
const none = { template: null, query: [], headers: [] }

describe.each(connectors)('the connector $connector.id', (definition) => {
  const { connector, configuring, use } = definition
  const { sourceTemplates, destinationTemplates, contentTypes, paging, addedHeaders } = configuring

  test('is what its contract says', () => {
    const detail = { ...connector, ...configuring, requestHeaders: formHeaders(use) }
    expect(connectorDetailSchema.parse(detail)).toEqual(detail)
  })

  test('has templates that could be saved as they are, once what stands in braces is filled in', () => {
    for (const { id: template, path, query } of sourceTemplates) {
      expect(checkConfiguration(definition, { ...none, template, path, query }), template).toEqual([])
    }
    for (const { id: template, method, path, contentType, sample } of destinationTemplates) {
      const filled = path.replaceAll(/\{\w+\}/gu, '1')
      const configuration = { ...none, template, method, path: filled, contentType, sample }
      expect(checkConfiguration(definition, configuration), template).toEqual([])
    }
  })

  test('names each template once', () => {
    for (const templates of [sourceTemplates, destinationTemplates]) {
      expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length)
    }
  })

  test('says by JSON Pointers where records and the next page stand', () => {
    for (const { records } of sourceTemplates) expect(records).toMatch(POINTER)
    expect(paging.next).toMatch(POINTER)
    expect(paging.link).toMatch(POINTER)
    expect(contentTypes).not.toEqual([])
  })

  test('allows each path once, written as a path begins', () => {
    const paths = use.paths.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    for (const path of paths) expect(path).toMatch(/^(?:\/[\w-]+)+$/u)
  })

  test('S12 lets neither a caller’s authorization, nor cookies, nor what is for one hop pass', () => {
    const never =
      /^(?:authorization|proxy-.*|cookie|set-cookie|location|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|accept-encoding)$/u
    for (const name of [...use.requestHeaders, ...use.answerHeaders, ...formHeaders(use)]) {
      expect(name).toBe(name.toLowerCase())
      expect(name).not.toMatch(never)
    }
    for (const name of Object.keys(use.defaultHeaders)) expect(use.requestHeaders).toContain(name)
  })

  test('shows no more of its secret than dots', () => {
    for (const { value } of addedHeaders) expect(holdsSecretShape(connector, value)).toBe(false)
    expect(addedHeaders.some(({ value }) => value.includes('••••'))).toBe(true)
  })

  test('knows its secret’s usual shape wherever it stands', () => {
    const token = freshToken()
    const escaped = `%${token.charCodeAt(0).toString(16)}${token.slice(1)}`
    for (const text of [
      token,
      `Bearer ${token}`,
      `{"token":"${token}"}`,
      `a=b&token=${token}&c`,
      `x${token}x`,
      escaped,
    ]) {
      expect(holdsSecretShape(connector, text)).toBe(true)
    }
    for (const text of ['', 'ada@example.com', token.slice(0, 10), token.slice(4)]) {
      expect(holdsSecretShape(connector, text)).toBe(false)
    }
  })
})
