import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { run } from '../../../server/cli/subrosa.ts'
import { contextNamed } from './cases/readCases.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
let folder = ''

function subrosa(args: string[], input = ''): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'server/cli/subrosa.ts', ...args],
    {
      cwd: root,
      encoding: 'utf8',
      input,
    },
  )
  return { status, out: stdout, err: stderr }
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Runs in this process what a mistaken command line says on standard error. */
async function complaint(args: string[]): Promise<{ status: number; said: string }> {
  const write = process.stderr.write.bind(process.stderr)
  let said = ''
  process.stderr.write = (text: string | Uint8Array) => {
    said += String(text)
    return true
  }
  try {
    const status = await run(args)
    return { status, said }
  } finally {
    process.stderr.write = write
  }
}

describe('the command check-attribution', function () {
  this.timeout(60_000)
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'subrosa-check-'))
    file('context.json', JSON.stringify(contextNamed('north')))
  })
  after(() => {
    rmSync(folder, { recursive: true })
  })
  const context = (): string => join(folder, 'context.json')

  it('prints the findings and exits 1 when one of them blocks', () => {
    const { status, out } = subrosa([
      'check-attribution',
      '--context',
      context(),
      file('minutes.md', 'Then Foley objected.\n'),
    ])
    expect(JSON.parse(out)).to.deep.equal({
      findings: [{ start: 5, end: 10, text: 'Foley', kind: 'surname', severity: 'finding', suggestion: 'a member' }],
    })
    expect(status).to.equal(1)
  })

  it('exits 0 when there are warnings alone, and reads standard input', () => {
    const { status, out } = subrosa(['check-attribution', '--context', context(), '-'], 'She objected.')
    expect(JSON.parse(out)).to.have.nested.property('findings[0].severity', 'warning')
    expect(status).to.equal(0)
  })

  it('finds nothing in an empty file, and counts places in UTF-16 units past emoji and letters in two parts', () => {
    const said = (text: string) => subrosa(['check-attribution', '--context', context(), file('text.md', text)])
    expect(said('')).to.deep.include({ status: 0, out: '{"findings":[]}\n' })
    const text = '\ufeff😀 e\u0301 👩‍👩‍👧 and Fole\u0301y objected.\r\n'
    const [found] = (JSON.parse(said(text).out) as { findings: [{ start: number; end: number; text: string }] })
      .findings
    expect(text.slice(found.start, found.end)).to.equal('Fole\u0301y').and.to.equal(found.text)
  })

  it('answers a batch line by line, reports a line it cannot read, and exits 0', () => {
    const lines = [
      JSON.stringify({ id: 'a', context: contextNamed('north'), text: 'UNISON objected.' }),
      '{"id":"b","text":"no context"}',
      'not JSON',
      '',
      JSON.stringify({ id: 4, context: { people: [], organisations: [] }, text: 'Staff side objected.' }),
    ]
    const { status, out, err } = subrosa(['check-attribution', '--batch', file('cases.jsonl', lines.join('\n'))])
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(answers.map(({ id }) => id)).to.deep.equal(['a', 'b', null, 4])
    expect(answers[0]).to.have.nested.property('findings[0].text', 'UNISON')
    expect(answers[1]).to.have.property('error').that.includes('line 2: context')
    expect(answers[3]).to.have.nested.property('findings[0].kind', 'side')
    expect(err.trim().split('\n')).to.have.length(2)
    expect(status).to.equal(0)
  })

  it('answers an error of use with one clear line and exit code 2', async () => {
    const wrong: [args: string[], says: RegExp][] = [
      [[], /name a command/],
      [['check-everything'], /unknown command/],
      [['check-attribution'], /give --context FILE/],
      [['check-attribution', '--context', join(folder, 'none.json'), 'x.md'], /there is no such file/],
      [['check-attribution', '--context', file('wrong.json', '{"people":[{"name":1}]}'), 'x.md'], /people\.0\.name/],
      [['check-attribution', '--contxt'], /unknown option/],
      [['check-attribution', '--batch', folder], /it is a folder/],
      [
        ['check-attribution', '--context', context(), file('latin.md', Buffer.from('Zoë objected.', 'latin1'))],
        /UTF-8/,
      ],
      [['check-attribution', '--context', context(), file('wide.md', Buffer.from('\ufeffFoley', 'utf16le'))], /UTF-8/],
      [['check-attribution', '--context', file('empty.json', ''), file('any.md', '')], /not JSON/],
    ]
    for (const [args, says] of wrong) {
      const { status, said } = await complaint(args)
      expect(said, args.join(' ')).to.match(says)
      expect(said.trim().split('\n'), args.join(' ')).to.have.length(1)
      expect(status).to.equal(2)
    }
  })

  it('lists its commands', () => {
    const { status, out } = subrosa(['--help'])
    expect(out).to.include('check-attribution')
    expect(status).to.equal(0)
  })
})
