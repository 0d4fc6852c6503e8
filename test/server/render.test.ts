import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import Handlebars from 'handlebars'
import { assetPath } from '../../server/assets.ts'
import { type Frame, frameWith, hasView, refuseBrokenTemplates, renderView } from '../../server/render.ts'
import { compileTemplates } from '../../server/templates.ts'

/** Compiles templates given by name, beside a Markdown partial, in a folder of their own. */
function compiled(files: Record<string, string>): ReturnType<typeof compileTemplates> {
  const folder = mkdtempSync(join(tmpdir(), 'views-'))
  try {
    for (const [name, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, `${name}.hbs`), source)
    }
    return compileTemplates(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const render = (files: Record<string, string>, model: object, frame: object = {}): string =>
  compiled(files).templates.get('page')?.(model, { data: { frame } }) ?? 'no page'

const mistakesOf = (files: Record<string, string>): string[] => compiled(files).mistakes.map(({ message }) => message)

const box = '{{!--\n  A box.\n\n  Takes:\n    title   its title\n    note?   a note\n    id?=title  its id\n--}}\n'

describe('a template', () => {
  it('is sound, each one that the product has', () => {
    expect(refuseBrokenTemplates).not.to.throw()
  })

  it('shows what its model holds, and nothing of it as HTML', () => {
    expect(render({ page: '<p>{{name}}</p>' }, { name: `<script>"'` })).to.equal('<p>&lt;script&gt;&quot;&#x27;</p>')
  })

  for (const source of ['{{who}}', '{{#if who}}x{{/if}}', '{{#each who}}x{{/each}}', '{{#with who}}x{{/with}}'])
    it(`does not pass over a field that is missing: ${source}`, () => {
      expect(() => render({ page: `first line\n${source}` }, { name: 'x' })).to.throw(
        /views\/page\.hbs: "who" not defined/,
      )
    })

  it('does not pass over one that is missing deep down, or in a part that it includes', () => {
    expect(() => render({ page: '{{a.b.c}}' }, { a: {} })).to.throw(/views\/page\.hbs/)
    expect(() => render({ page: '{{> part this}}', part: '{{who}}' }, {})).to.throw(
      /views\/part\.hbs: "who" not defined/,
    )
    expect(() => render({ page: '{{@frame.who}}' }, {})).to.throw(/"who" not defined/)
  })

  it('takes an empty text, false and an empty list for "nothing"', () => {
    const page = '{{#if a}}a{{/if}}{{#if b}}b{{/if}}{{#each c}}c{{else}}none{{/each}}{{a}}'
    expect(render({ page }, { a: '', b: false, c: [] })).to.equal('none')
  })

  it('prints a list that nobody can change once, and anew whatever may have changed', () => {
    const takes = '{{!--\n  A list.\n\n  Takes:\n    rows   its rows\n--}}\n'
    const files = {
      page: '{{> list rows=rows}}{{> framed rows=rows}}',
      list: `${takes}{{#each rows}}{{@index}}{{name}}{{/each}}`,
      framed: `${takes}{{#each rows}}{{name}}{{/each}}{{@frame.who}}`,
    }
    const page = compiled(files).templates.get('page')!
    const shown = (rows: object, who: string): string =>
      page({ rows }, { data: { frame: { who } } }).replaceAll('\n', '')
    let read = 0
    const row = {
      get name(): string {
        return `row ${++read}`
      },
    }
    const lasting = Object.freeze([row])
    expect(shown(lasting, 'Ann')).to.equal('0row 1row 2Ann')
    expect(shown(lasting, 'Bob'), 'with another frame').to.equal('0row 1row 3Bob')
    expect(shown(Object.freeze([row]), 'Ann'), 'another list').to.equal('0row 4row 5Ann')
    const changing = [{ name: 'a' }]
    expect(shown(changing, '')).to.equal('0aa')
    changing[0]!.name = 'b'
    expect(shown(changing, '')).to.equal('0bb')
  })

  it('reads no prototype', () => {
    class Person {
      get secret(): string {
        return 'secret'
      }
    }
    const { logger } = Handlebars
    const level = logger.level
    logger.level = logger.ERROR + 1
    try {
      expect(render({ page: '{{secret}}' }, new Person())).to.equal('')
      expect(() => render({ page: '{{__proto__.x}}{{constructor.name}}' }, {})).to.throw()
    } finally {
      logger.level = level
    }
  })

  it('loses the white space between its lines', () => {
    expect(render({ page: '<ul>\n\n    <li>{{a}}</li>\n  </ul>' }, { a: ' kept  as it\n  is ' })).to.equal(
      '<ul>\n<li> kept  as it\n  is </li>\n</ul>',
    )
  })
})

describe('a template with a mistake', () => {
  const mistakes: [string, Record<string, string>, RegExp][] = [
    ['that is not closed', { page: '{{#if a}}' }, /^views\/page\.hbs: .*[Ee]xpect/s],
    ['that computes', { page: '{{shout name}}' }, /^views\/page\.hbs: .*unknown helper shout/],
    ['that computes in an argument', { page: '{{#if (eq a b)}}x{{/if}}' }, /unknown helper eq/],
    ['that prints unescaped', { page: 'x\n{{{name}}}' }, /^views\/page\.hbs: line 2: only partials\/markdown/],
    ['that prints unescaped by &', { page: '{{& name}}' }, /only partials\/markdown/],
    ['with block parameters', { page: '{{#each a as |b|}}{{b}}{{/each}}' }, /block parameters/],
    ['with an inline partial', { page: '{{#*inline "x"}}y{{/inline}}' }, /inline partials/],
    ['that includes what does not exist', { page: '{{> nowhere}}' }, /there is no partial called nowhere/],
    ['that includes what only the model knows', { page: '{{> (lookup . "x")}}' }, /./],
    ['that gives a part too little', { page: '{{> box note="n"}}', box }, /line 1: box needs "title"/],
    ['that gives a part what it does not take', { page: '{{> box title="t" size="s"}}', box }, /box takes no "size"/],
  ]
  for (const [name, files, message] of mistakes)
    it(`${name} is found when the service starts, and fails when used`, () => {
      const { templates, mistakes: found } = compiled(files)
      expect(found).to.have.length(1)
      expect(found[0]?.message).to.match(message)
      expect(() => templates.get('page')?.({ name: 'x', a: [], b: 1 }, { data: {} })).to.throw(message)
    })

  it('spoils no other', () => {
    const { templates, mistakes: found } = compiled({ page: '{{#if}}', other: 'fine {{> box title="t"}}', box })
    expect(found).to.have.length(1)
    expect(templates.get('other')?.({}, { data: {} })).to.equal('fine ')
  })

  it('is not one when it prints sanitised text', () => {
    expect(mistakesOf({ 'partials/markdown': '{{{html}}}' })).to.deep.equal([])
  })
})

describe('a part of a page', () => {
  const part = `${box}[{{title}}|{{note}}|{{id}}]`

  it('gets only what it is given; what may be left out is empty, or as another parameter', () => {
    const model = { title: 'outer', note: 'outer' }
    expect(render({ page: '{{> box title="mine"}}', box: part }, model)).to.equal('[mine||mine]')
    expect(render({ page: '{{> box title=title note="n" id="i"}}', box: part }, model)).to.equal('[outer|n|i]')
  })

  it('may get a whole object, with every field', () => {
    const model = { list: [{ title: 'a', note: '', id: '1' }] }
    expect(render({ page: '{{#each list}}{{> box this}}{{/each}}', box: part }, model)).to.equal('[a||1]')
    expect(() => render({ page: '{{> box list}}', box: part }, { list: { title: 'a' } })).to.throw(/"note" not defined/)
  })

  it('shows a block in the model of the page that wrote it, however deep', () => {
    const frame = `${box}<{{title}}>{{> @partial-block caller}}</{{title}}>`
    const page =
      '{{#> outer title="o"}}{{#each people}}{{#> inner title="i"}}{{title}} of {{../title}}{{/inner}}{{/each}}{{/outer}}'
    const model = { title: 'page', people: [{ title: 'Ann' }, { title: 'Ben' }] }
    expect(render({ page, outer: frame, inner: frame }, model)).to.equal('<o><i>Ann of page</i><i>Ben of page</i></o>')
  })
})

/** A page of the product in a frame. */
const html = (parts: Partial<Frame> = {}): string =>
  renderView(
    'errors/show',
    { text: 'Ask the secretariat.', reference: false },
    frameWith({ title: 'Not found', ...parts }),
  )

describe('a page', () => {
  it('has one heading, its title; says its language; and has no style or script of its own', () => {
    const page = html()
    expect(page.match(/<h1[ >]/g)).to.have.length(1)
    expect(page).to.match(/<h1[^>]*>Not found<\/h1>/)
    expect(page).to.match(/^<!DOCTYPE html>\n<html lang="en">/)
    expect(page)
      .to.include('<title>Not found – Subrosa</title>')
      .and.include('<main ')
      .and.include('href="#maincontent"')
    expect(page).not.to.match(/ style=|<style|<script>| on[a-z]+=/)
    expect(page.match(/<script[^>]*>/g)).to.deep.equal([`<script type="module" src="${assetPath('main.js')}">`])
  })

  it('begins its title with "Error: " when something is wrong, and lists what, with links', () => {
    const page = html({ errors: [{ text: 'Enter the place', href: '#place' }] })
    expect(page).to.include('<title>Error: Not found – Subrosa</title>')
    expect(page).to.include('<li><a href="#place">Enter the place</a></li>')
    expect(html()).not.to.include('There is a problem')
  })

  it('offers a visitor to sign in and come back', () => {
    const page = html({ path: '/meetings/1?tab=a&b=<c>' })
    expect(page).to.include('href="/sign-in?returnTo&#x3D;%2Fmeetings%2F1%3Ftab%3Da%26b%3D%3Cc%3E"')
    expect(page).not.to.include('Sign out')
  })

  it('tells a member who is signed in, and gives every form its token', () => {
    const page = html({ person: 'Zoë O’Neill', csrf: 'a-token', idleSeconds: 3600 })
    expect(page).to.include('Zoë O’Neill').and.include('action="/sign-out" method="post"')
    expect(page).to.include('<input type="hidden" name="_csrf" value="a-token">')
    expect(page).to.include('data-idle-seconds="3600"').and.not.to.include('Sign in<')
  })

  it('marks where one is, and leads back', () => {
    const page = html({
      navigation: [
        { text: 'Home', href: '/', current: false },
        { text: 'Meetings', href: '/meetings', current: true },
      ],
      breadcrumbs: [{ text: 'Home', href: '/' }],
    })
    expect(page.match(/aria-current="page"/g)).to.have.length(1)
    expect(page).to.include('href="/meetings" aria-current="page">Meetings</a>')
    expect(page).to.include('<span class="nhsuk-u-visually-hidden">Back to </span>Home')
  })

  it('says what has just happened, once, and whether it is all made up', () => {
    expect(html({ notice: 'The agenda is published' })).to.include('The agenda is published')
    expect(html()).not.to.include('notification-banner').and.not.to.include('demonstration')
    expect(html({ demonstration: true })).to.include('This is a demonstration')
  })

  it('links to how confidentiality works, who may see what, privacy and accessibility', () => {
    const page = html({ request: 'K7QX2' })
    for (const path of ['/promise', '/access', '/privacy', '/accessibility']) expect(page).to.include(`href="${path}"`)
    expect(page).to.include('Page reference: K7QX2')
  })

  it('that does not exist is an error that says so', () => {
    expect(hasView('layouts/page')).to.equal(true)
    expect(() => renderView('nowhere/show', {}, frameWith({ title: 'x' }))).to.throw(
      'There is no view called nowhere/show',
    )
  })
})
