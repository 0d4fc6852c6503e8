import { join } from 'node:path'
import { assetPath } from './assets.ts'
import { root } from './root.ts'
import { compileTemplates } from './templates.ts'

export type Link = { readonly text: string; readonly href: string }

/** What every page needs beside its own model. Templates read it as `@frame.title` and so on. */
export type Frame = {
  /** The page's one heading, and the beginning of its <title>. */
  readonly title: string
  /** The service's name, at the end of the <title> and in the header. */
  readonly service: string
  /** The name of who is signed in; undefined for a visitor. */
  readonly person: string | undefined
  readonly navigation: readonly (Link & { readonly current: boolean })[]
  /** From the front page down to the page above this one. */
  readonly breadcrumbs: readonly Link[]
  /** The token that every form carries. */
  readonly csrf: string
  /** What has just happened ("The agenda is published"); false for nothing. */
  readonly notice: string | false
  /** The error summary: what is wrong, with a link to the field. Empty when nothing is. */
  readonly errors: readonly Link[]
  /** The request's number, to be quoted to the secretariat. */
  readonly request: string
  /** The path and query asked for, so that signing in leads back to it. */
  readonly path: string
  /** After how many seconds without a request the session ends; false when there is none to end. */
  readonly idleSeconds: number | false
  /** At what times the session ends: if nothing is opened any more, and in any case. */
  readonly ends: { readonly idle: string; readonly latest: string } | false
  /** What this session does not show because of how the person signed in, and the way to more; false for nothing. */
  readonly limited: { readonly text: string; readonly link: Link | false } | false
  /** Whether this is the demonstration with made-up people. */
  readonly demonstration: boolean
}

const { templates, mistakes } = compileTemplates(join(root, 'views'))

/** Throws one Error that lists every mistake in any template. Called before the service starts, and by a test. */
export function refuseBrokenTemplates(): void {
  if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('\n'))
}

/** Whether there is a view of this name. */
export const hasView = (name: string): boolean => templates.has(name)

/**
 * A whole frame from the parts that a page has; the rest is what a signed-out visitor gets.
 * @param parts at least the title
 */
export function frameWith(parts: Pick<Frame, 'title'> & Partial<Frame>): Frame {
  return {
    service: 'Subrosa',
    person: undefined,
    navigation: [],
    breadcrumbs: [],
    csrf: '',
    notice: false,
    errors: [],
    request: '',
    path: '/',
    idleSeconds: false,
    ends: false,
    limited: false,
    demonstration: false,
    ...parts,
  }
}

/**
 * A page's HTML.
 * @param name the template's path below views/, without ".hbs": 'meetings/show'
 * @param model plain data, every field present (an absent one is false, '' or []); no class instances
 * @param frame what every page needs
 * @throws TemplateError that names the template, line and field when the model lacks one; Error for an unknown view
 */
export function renderView(name: string, model: object, frame: Frame): string {
  const template = templates.get(name)
  if (template === undefined) throw new Error(`There is no view called ${name}`)
  const last = frame.breadcrumbs.at(-1)
  return template(model, {
    data: {
      frame: {
        back: last ?? false,
        signIn: `/sign-in?returnTo=${encodeURIComponent(frame.path)}`,
        assets: { css: assetPath('main.css'), js: assetPath('main.js'), icon: assetPath('favicon.svg') },
        ...frame,
        person: frame.person ?? false,
      },
    },
  })
}
