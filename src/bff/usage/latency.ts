import { createRequire } from 'node:module'
import type Int32 from 'hdr-histogram-js/dist/Int32Histogram.js'
import type Encoding from 'hdr-histogram-js/dist/JsHistogram.encoding.js'
import type { JsHistogram } from 'hdr-histogram-js/dist/JsHistogram.js'

// By its parts, and only once a call is counted: the whole package brings a WebAssembly twin, 15 MB of memory and 60 ms.
const load = createRequire(import.meta.url)
const loadHistogram = () => (load('hdr-histogram-js/dist/Int32Histogram.js') as typeof Int32).default
const loadEncoding = () => load('hdr-histogram-js/dist/JsHistogram.encoding.js') as typeof Encoding

/** How long calls took, to one part in a hundred. In microseconds. */
export type Latency = JsHistogram

const MICROSECONDS = 1_000
/** A histogram begins with room for these microseconds (3 kB), and doubles where a call takes longer. */
const FIRST_RANGE = 8_192
/** Of a value, significant in decimal. */
const DIGITS = 2
/** Milliseconds, beyond any deadline: what is longer is taken for this. */
const LONGEST = 60 * 60 * 1_000

export function createLatency(): Latency {
  const latency = new (loadHistogram())(1, FIRST_RANGE, DIGITS)
  latency.autoResize = true
  return latency
}

export function recordLatency(latency: Latency, milliseconds: number): void {
  latency.recordValue(Math.round(Math.min(Math.max(milliseconds, 0), LONGEST) * MICROSECONDS))
}

/** Milliseconds that so many of a hundred calls did not exceed; null without a call. */
export function readPercentile(latency: Latency, percent: number): number | null {
  return latency.totalCount === 0 ? null : latency.getValueAtPercentile(percent) / MICROSECONDS
}

/** HdrHistogram's own format (V2, deflated, in base64), which its ports to other languages read as well. */
export function encodeLatency(latency: Latency): string {
  loadEncoding()
  return latency.encodeIntoCompressedBase64()
}

/** An empty one for what cannot be read: counting does not stop for a row that somebody damaged. */
export function decodeLatency(text: string): Latency {
  const { decompress, doDecode } = loadEncoding()
  try {
    const latency = doDecode(decompress(Buffer.from(text, 'base64')))
    latency.autoResize = true
    return latency
  } catch {
    return createLatency()
  }
}
