/**
 * A diagnostic report prints the environment, and SIGUSR1 opens an inspector that can read every variable: the start
 * scripts switch that one off, and here is a listener for whoever starts Latchkey without them.
 */
export function closeLeaks(): void {
  if (process.report) process.report.excludeEnv = true
  process.on('SIGUSR1', () => undefined)
}
