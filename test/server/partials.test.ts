import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { root } from '../../server/root.ts'
import { compileTemplates } from '../../server/templates.ts'

/** What a template of one's own gives with the product's partials. */
function show(source: string, model: object = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'views-'))
  try {
    mkdirSync(join(folder, 'partials'))
    writeFileSync(join(folder, 'page.hbs'), source)
    for (const name of named(source)) copyFileSync(join(root, 'views', `${name}.hbs`), join(folder, `${name}.hbs`))
    const { templates, mistakes } = compileTemplates(folder)
    expect(mistakes).to.deep.equal([])
    return templates.get('page')?.(model, { data: { frame: { csrf: 't' } } }) ?? ''
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The partials that a template calls, and those that they call. */
function named(source: string): Set<string> {
  const names = new Set(all(source, /(partials\/[\w-]+)/g))
  for (const name of names)
    for (const more of named(readFileSync(join(root, 'views', `${name}.hbs`), 'utf8'))) names.add(more)
  return names
}

const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map(([, found = '']) => found)

const options = [
  { value: 'a', text: 'First', hint: 'Often', chosen: false },
  { value: 'b', text: 'Second', hint: '', chosen: true },
]

/** A field to choose from, with the second option chosen. */
const choice = (kind: string): string => show(`{{> partials/${kind} name="x" label="l" options=options}}`, { options })

const kinds: Record<string, string> = {
  input: 'value="v"',
  textarea: 'value="v"',
  select: 'options=options',
  radios: 'options=options',
  checkboxes: 'options=options',
  date: 'value=date',
  time: 'value="v"',
  file: '',
}

describe('every kind of field', () => {
  for (const [kind, holds] of Object.entries(kinds)) {
    const field = (more = ''): string =>
      show(`{{> partials/${kind} name="x" label="The label" ${holds} ${more}}}`, {
        options,
        date: { day: '4', month: '11', year: '2026' },
      })

    it(`names its inputs: ${kind}`, () => {
      const html = field()
      const ids = all(html, / id="([^"]*)"/g)
      expect(new Set(ids).size).to.equal(ids.length)
      expect(html).to.include('The label')
      for (const id of all(html, /<(?:input|textarea|select)[^>]* id="([^"]*)"/g))
        expect(html).to.include(`for="${id}"`)
      for (const id of all(html, / for="([^"]*)"/g)) expect(ids).to.include(id)
    })

    it(`ties its hint and its error to it, and is where the error summary leads: ${kind}`, () => {
      const html = field('hint="Some help" error="Enter it"')
      const ids = all(html, / id="([^"]*)"/g)
      expect(ids).to.include('x').and.include('x-hint').and.include('x-error')
      expect(html).to.match(/aria-describedby="x-hint x-error"/)
      for (const described of all(html, /aria-describedby="([^"]*)"/g))
        for (const id of described.split(' ')) expect(ids).to.include(id)
      expect(html).to.include('<span class="nhsuk-u-visually-hidden">Error: </span>Enter it</span>')
      expect(field('error="Enter it"')).to.match(/aria-describedby="x-error"/)
      expect(field()).not.to.match(/aria-describedby="x-(hint|error)|--error/)
    })

    it(`may have another id than its name: ${kind}`, () => {
      const html = field('id="y" error="e"')
      expect(all(html, / id="([^"]*)"/g))
        .to.include('y')
        .and.not.include('x')
      expect(html).to.match(/ name="x(\[day\])?"/)
    })
  }

  it('shows what was typed as text, and loses no line end of it', () => {
    const value = '\n</textarea><script>"\n'
    expect(show('{{> partials/textarea name="x" label="l" value=value}}', { value })).to.match(
      />\n\n&lt;\/textarea&gt;&lt;script&gt;&quot;\n<\/textarea>/,
    )
    expect(show('{{> partials/input name="x" label="l" value=value}}', { value })).to.include(
      'value="\n&lt;/textarea&gt;&lt;script&gt;&quot;\n"',
    )
  })

  it('shows beside it what somebody else saved', () => {
    const html = show('{{> partials/textarea name="x" label="l" value="mine" current=current}}', {
      current: '<b>theirs',
    })
    expect(html).to.include('&lt;b&gt;theirs').and.include('mine</textarea>')
  })

  it('marks what is chosen', () => {
    expect(choice('select')).to.include('<option value="b" selected>Second</option>')
    expect(choice('radios').match(/ checked/g)).to.have.length(1)
    expect(choice('checkboxes')).to.match(/value="b" checked/)
  })
})

describe('the words of the Rule', () => {
  it('say by themselves what colour repeats', () => {
    expect(show('{{> partials/rule-status confidential=true}}'))
      .to.include('Chatham House Rule')
      .and.include('Do not reveal who said it')
    expect(show('{{> partials/rule-status confidential=false}}')).to.include('Open').and.not.include('Do not reveal')
    expect(show('{{> partials/quorum quorate=false sides=sides}}', { sides: [] }))
      .to.include('Not quorate')
      .and.not.include('<li>')
  })

  it('tell additions from removals without colour', () => {
    const pieces = [
      { text: 'a', added: false, removed: false },
      { text: 'b', added: true, removed: false },
      { text: '<c>', added: false, removed: true },
    ]
    const html = show('{{> partials/diff label="Changes" pieces=pieces}}', { pieces })
    expect(html).to.match(/>a<ins>.*added: .*b.*<\/ins><del>.*removed: .*&lt;c&gt;.*<\/del><\/div>/)
  })
})
