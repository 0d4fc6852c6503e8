import { IncomingMessage, type RequestListener, type Server, ServerResponse, createServer } from 'node:http'
import type { Express } from 'express'

/**
 * A server that is there before its application, and says so until `answerWith` gives it one. From then on requests and
 * responses are Express's from the start: it would else give each of them another prototype, for which V8 makes hidden
 * classes every time.
 */
export function makeServer(): { readonly server: Server; readonly answerWith: (application: Express) => void } {
  // Functions and not classes: the prototype of a class cannot be set.
  function Incoming(this: IncomingMessage, ...args: ConstructorParameters<typeof IncomingMessage>): void {
    Reflect.apply(IncomingMessage, this, args)
  }
  function Outgoing(this: ServerResponse, ...args: ConstructorParameters<typeof ServerResponse>): void {
    Reflect.apply(ServerResponse, this, args)
  }
  Incoming.prototype = IncomingMessage.prototype
  Outgoing.prototype = ServerResponse.prototype
  let answer: RequestListener = notYet
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a function that makes objects has no type of its own
  const made = { IncomingMessage: Incoming, ServerResponse: Outgoing } as object
  const server = createServer(made, (req, res) => answer(req, res))
  return {
    server,
    answerWith: (application) => {
      Incoming.prototype = application.request
      Outgoing.prototype = application.response
      answer = application
    },
  }
}

/** Answers while the service is still starting. */
const notYet: RequestListener = (_req, res) => {
  res.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '2', 'Cache-Control': 'no-store' })
  res.end('Subrosa is starting. Try again in a moment.\n')
}
