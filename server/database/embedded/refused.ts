/** The database cannot be started or reached. The message is one line for the person who runs the service. */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused'
}
