/** Why Latchkey cannot start, in one line that says what to do. Holds no secret: it is printed as it stands. */
export class StartError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StartError'
  }
}
