import { Html, html } from './html.ts'

/** Somebody whom a visitor of the demonstration may be. */
export type Character = {
  readonly name: string
  readonly email: string
  /** "Staff side, chair" */
  readonly role: string
  /** What this person may do in the demonstration, in a sentence. */
  readonly may: string
  /** The organisation whose sign-in this person uses: short name and name. */
  readonly organisation: string
  readonly organisationName: string
}

const document = (title: string, main: Html): string =>
  html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} – demonstration sign-in</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header class="demonstration">
          Demonstration. This page stands for an organisation’s own sign-in. The people are made up and there are no
          passwords.
        </header>
        <main>
          <h1>${title}</h1>
          ${main}
        </main>
      </body>
    </html> `.text

/** A sign-in under way: what is sent back with the choice. */
export type Pending = { readonly organisation: string; readonly request: string; readonly relayState: string }

/** Choosing who to be, among those who sign in through this organisation; the others are shown with their own way in. */
export function choosePage(made: {
  readonly pending: Pending
  readonly organisationName: string
  readonly here: readonly Character[]
  readonly elsewhere: readonly Character[]
  readonly stranger: Character
  readonly service: string
}): string {
  const { pending, here, elsewhere, stranger, service } = made
  return document(
    `Sign in to ${made.organisationName}`,
    html`<h2>Who do you want to be?</h2>
      <ul class="people">
        ${[...here, stranger].map((one) => choice(one, pending))}
      </ul>
      ${elsewhere.length === 0 ? '' : others(elsewhere, service)} `,
  )
}

const choice = (one: Character, { organisation, request, relayState }: Pending): Html =>
  html`<li>
    <h3>${one.name}</h3>
    <p>${one.role}</p>
    <p>${one.may}</p>
    <form method="post" action="/${organisation}/answer">
      <input type="hidden" name="SAMLRequest" value="${request}" />
      <input type="hidden" name="RelayState" value="${relayState}" />
      <button name="person" value="${one.email}">Sign in as ${one.name}</button>
    </form>
  </li>`

const others = (people: readonly Character[], service: string): Html =>
  html`<h2>People who sign in elsewhere</h2>
    <p>They are not known here: each signs in through another organisation. Follow the link to begin there.</p>
    ${list(people, service)}`

const list = (people: readonly Character[], service: string): Html =>
  html`<ul class="people">
    ${people.map(
      (one) =>
        html`<li>
          <h3>${one.name}</h3>
          <p>${one.role}. Signs in through ${one.organisationName}.</p>
          <p>${one.may}</p>
          <p>
            <a href="${service}/sso/${one.organisation}/sign-in"
              >Begin at ${one.organisationName}<span class="hidden"> as ${one.name}</span></a
            >
          </p>
        </li>`,
    )}
  </ul>`

/** Everybody, for whoever opens the provider's own address. */
export const peoplePage = (people: readonly Character[], service: string): string =>
  document(
    'People of the demonstration',
    html`<h2>Who can sign in</h2>
      ${list(people, service)}`,
  )

/** Carries the answer back to the service: by itself where scripts run, by the button where they do not. */
export const answerPage = (name: string, acs: string, response: string, relayState: string): string =>
  document(
    'You are signed in',
    html`<p>Go on to Subrosa as ${name}.</p>
      <form method="post" action="${acs}">
        <input type="hidden" name="SAMLResponse" value="${response}" />
        ${relayState === '' ? '' : html`<input type="hidden" name="RelayState" value="${relayState}" />`}
        <button>Continue</button>
      </form>
      <script src="/send.js"></script>`,
  )

/** What went wrong. */
export const wrongPage = (text: string, service: string): string =>
  document(
    'That could not be done',
    html`<p>${text}</p>
      <p><a href="${service}">Go to Subrosa</a></p>`,
  )

export const script = 'document.forms[0].submit()\n'

export const style = `
body { margin: 0 auto; padding: 0 1rem 2rem; max-width: 46rem; color: #212b32; background: #f0f4f5; font: 1.125rem/1.5 Arial, sans-serif; }
.demonstration { margin: 0 -1rem; padding: .5rem 1rem; background: #ffeb3b; }
h1 { line-height: 1.2; }
h3 { margin: 0; }
.people { margin: 0; padding: 0; list-style: none; }
.people li { margin: 0 0 1rem; padding: 1rem; background: #fff; border: 1px solid #aeb7bd; }
.people p { margin: .25rem 0 .5rem; }
a { color: #005eb8; }
button { padding: .6rem 1rem; color: #fff; background: #007f3b; border: 0; border-bottom: 4px solid #00401e; font: inherit; font-weight: bold; }
a:focus, button:focus { color: #212b32; background: #ffeb3b; outline: 4px solid #212b32; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`
