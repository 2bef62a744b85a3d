import type { Logger } from 'pino'

/** A machine without a browser is no error: the link stands on standard output. */
export async function openInBrowser(url: string, log: Pick<Logger, 'warn'>): Promise<void> {
  try {
    const { default: open } = await import('open')
    const child = await open(url)
    child.on('error', (error) => log.warn({ err: error }, 'no browser opened'))
  } catch (error) {
    log.warn({ err: error }, 'no browser opened')
  }
}
