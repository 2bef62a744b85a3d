import type { TestAnswer } from '../../contract/test-request.ts'
import type { AnswerHead, AnswerSink } from '../proxy/provider-call.ts'

export interface CollectedAnswer {
  sink: AnswerSink
  /** More came than is taken; what came is dropped. */
  isTooLarge(): boolean
  /** Once the answer is whole. */
  read(): Omit<TestAnswer, 'milliseconds'>
}

/**
 * Keeps an answer in memory, to be shown whole.
 * @param mostBytes of its body
 * @param onTooLarge as soon as there are more: the rest need not come
 */
export function collectAnswer(mostBytes: number, onTooLarge: () => void): CollectedAnswer {
  let head: AnswerHead | null = null
  let chunks: Buffer[] = []
  let bytes = 0

  return {
    sink: {
      start(started) {
        head = started
      },
      write(chunk) {
        const wasTooLarge = bytes > mostBytes
        bytes += chunk.length
        if (bytes <= mostBytes) chunks.push(chunk)
        else if (!wasTooLarge) {
          chunks = []
          onTooLarge()
        }
        return true
      },
      end: () => undefined,
    },
    isTooLarge: () => bytes > mostBytes,
    read() {
      if (!head) throw new Error('An answer without a head was called whole')
      const { status, calls, budget } = head
      const headers = listHeaders(head)
      const contentType = headers.find(({ name }) => name === 'content-type')?.value ?? null
      return { status, headers, contentType, body: decode(Buffer.concat(chunks)), bytes, calls, budget }
    },
  }
}

function listHeaders({ headers }: AnswerHead): TestAnswer['headers'] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name: name.toLowerCase(), value })),
  )
}

/** Empty for what is not UTF-8: replacement characters would show what the provider never said. */
function decode(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    return ''
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
