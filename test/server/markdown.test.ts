import { expect } from 'chai'
import { plainText, renderMarkdown } from '../../server/markdown.ts'

const levels = (source: string): string[] => renderMarkdown(source).match(/<h\d/g) ?? []

describe('formatted text', () => {
  it('has headings that begin below the page’s own and skip no level', () => {
    expect(levels('# a\n\n## b\n\n# c')).to.deep.equal(['<h3', '<h4', '<h3'])
    expect(levels('## a\n\n#### b\n\n### c')).to.deep.equal(['<h3', '<h4', '<h4'])
    expect(levels('###### a')).to.deep.equal(['<h3'])
    expect(levels('# a\n\n## b\n\n### c\n\n#### d\n\n##### e')).to.deep.equal(['<h3', '<h4', '<h5', '<h6', '<h6'])
    expect(renderMarkdown('# a')).to.equal('<h3>a</h3>')
  })

  it('has paragraphs, lists, quotations, emphasis and code', () => {
    expect(renderMarkdown('a **b** *c* ~~d~~ `e`')).to.equal(
      '<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code></p>',
    )
    expect(renderMarkdown('3. a\n4. b')).to.equal('<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>')
    expect(renderMarkdown('> a')).to.equal('<blockquote>\n<p>a</p>\n</blockquote>')
    expect(renderMarkdown('- [ ] a\n- [x] b')).to.include('<li>☐ a</li>').and.include('<li>☑ b</li>')
    expect(renderMarkdown('```js\n<b>\n```')).to.equal('<pre><code>&lt;b&gt;\n</code></pre>')
  })

  it('has tables whose columns are headed, and that scroll by keyboard', () => {
    const html = renderMarkdown('| A | |\n|---|:-:|\n| <i> | b |')
    expect(html).to.include('<tr><th scope="col">A</th><td></td></tr>').and.include('<td>&lt;i&gt;</td><td>b</td>')
    expect(html).to.include('<div class="app-scroll" tabindex="0" role="group" aria-label="Table"><table>')
  })

  it('links to the web and to mail, and tells the other site nothing', () => {
    const rel = 'rel="noreferrer noopener"'
    expect(renderMarkdown('[a](https://a.example/?b=1&c=2 "t")')).to.equal(
      `<p><a href="https://a.example/?b=1&amp;c=2" ${rel}>a</a></p>`,
    )
    expect(renderMarkdown('[a](mailto:a@b.example)')).to.equal(`<p><a href="mailto:a@b.example" ${rel}>a</a></p>`)
    expect(renderMarkdown('See https://a.example/b_(c), or <http://d.example>.')).to.equal(
      `<p>See <a href="https://a.example/b_(c" ${rel}>https://a.example/b_(c</a>), or <a href="http://d.example" ${rel}>http://d.example</a>.</p>`,
    )
  })

  for (const target of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '&#106;avascript:alert(1)',
    'data:text/html,b',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    '/meetings/1',
    'https:evil',
    '#top',
  ])
    it(`does not link to ${target}`, () => {
      expect(renderMarkdown(`[a](<${target}>)`)).to.equal('<p>a</p>')
      expect(renderMarkdown(`[a][r]\n\n[r]: ${target}`)).not.to.include('<a')
      expect(renderMarkdown(`<${target}>`)).not.to.include('<a')
    })

  it('shows tags as the text that was typed', () => {
    expect(renderMarkdown('<script>alert(1)</script>')).to.equal('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')
    expect(renderMarkdown('a <img src=x onerror=alert(1)> b')).to.equal('<p>a &lt;img src=x onerror=alert(1)&gt; b</p>')
    expect(renderMarkdown('<div>\n**b**\n</div>')).to.equal('<p>&lt;div&gt;\n<strong>b</strong>\n&lt;/div&gt;</p>')
    expect(renderMarkdown('<!-- note -->')).to.equal('<p>&lt;!-- note --&gt;</p>')
  })

  for (const source of [
    '![x](https://t.example/p.png)',
    '![<img src=x>](x "onerror=alert(1)")',
    '[a](https://x.example/"onmouseover="alert(1))',
    '[<img/src/onerror=alert(1)>](https://x.example)',
    '`<svg onload=alert(1)>`',
    '```"><script>\nx\n```',
    '| <style>*{}</style> |\n|---|\n| <iframe src=x> |',
    '# <a id=x name=y>',
    '<a href="java\nscript:alert(1)">x</a>',
    '\\<script>alert(1)</script>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<<script>script>alert(1)<</script>/script>',
  ])
    it(`gets no tag or attribute through: ${JSON.stringify(source)}`, () => {
      const html = renderMarkdown(source)
      const tags = html.match(/<[^>]*>/g) ?? []
      for (const tag of tags)
        expect(tag).to.match(
          /^<\/?(p|h3|pre|code|table|thead|tbody|tr|td|div|(th( scope="col")?)|(div class="app-scroll" tabindex="0" role="group" aria-label="Table")|(a( href="https:[^"<>]*" rel="noreferrer noopener")?))>$/,
        )
    })

  it('keeps every letter, and replaces what is none', () => {
    expect(renderMarkdown('Siân 😀 中 é')).to.equal('<p>Siân 😀 中 é</p>')
    expect(renderMarkdown('a\u0000b\uD800c')).to.equal('<p>ab\uFFFDc</p>')
    expect(renderMarkdown('')).to.equal('')
  })

  it('is made of hostile text too, before anyone gives up waiting', () => {
    const hostile = ['>', '> ', '*a_ ', '![[', 'a.', 'a@', '[a](b', '<a ', '~~a', '&', '\\', '- ', '|a', '`a``b', '_a']
    for (const piece of hostile) {
      expect(renderMarkdown(piece.repeat(50_000 / piece.length) + '@')).to.be.a('string')
    }
  })
})

describe('plain text', () => {
  it('is what a reader sees, without the formatting', () => {
    expect(
      plainText(
        '# Title\n\nA **bold** [link](https://a.example) &amp; <b>\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |',
      ),
    ).to.equal('Title\n\nA bold link & <b>\n\none\ntwo\n\na | b\n1 | 2')
    expect(plainText('')).to.equal('')
  })
})
