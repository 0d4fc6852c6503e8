import { expect } from 'chai'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { providerMetadata } from '../../server/demonstration/provider/messages.ts'
import { emailOf, everybody } from '../../server/demonstration/data/people.ts'
import { forum } from '../../server/demonstration/place.ts'
import { someKeys } from '../sso/provider.ts'
import { freePort, ownFolder, run, start } from './child.ts'

describe('the operator’s commands', function () {
  this.timeout(300_000)
  let folder: Awaited<ReturnType<typeof ownFolder>>
  let metadata: string
  before(async () => {
    folder = await ownFolder()
    metadata = join(folder.path, 'metadata.xml')
    await writeFile(metadata, providerMetadata('urn:trust', 'https://sign-in.trust.example', await someKeys()))
  })
  after(() => folder.remove())

  const subrosa = (...args: string[]) => run('server/cli/subrosa.ts', args, { DATA_DIR: join(folder.path, 'data') })
  const someone = ['--email', 'ada@trust.example', '--name', 'Ada Trust', '--signs-in-through', 'trust']

  /** One line on standard error, and the exit code for an error of use. */
  const refusal = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await subrosa(...args)
    expect([code, out, err.trim().split('\n').length], err).to.deep.equal([2, '', 1])
    return err
  }

  it('set up an organisation, its sign-in and the first administrator while the service is stopped', async () => {
    const added = await subrosa('organisation', 'add', 'trust', '--name', 'A Trust', '--domain', 'trust.example')
    expect(added).to.deep.include({ code: 0, err: '' })
    const imported = await subrosa('organisation', 'identity-provider', 'import', 'trust', metadata)
    expect(imported.out).to.equal('trust: identity provider added: urn:trust, one certificate\n')
    expect(await subrosa('administrator', 'add', ...someone)).to.deep.include({ code: 0, err: '' })
    expect(await subrosa('records-officer', 'add', ...someone)).to.deep.include({ code: 0, err: '' })
    expect((await subrosa('audit', 'verify')).out).to.contain('installation: 4 entries, whole')
  })

  it('say in one line what is wrong with what they were given', async () => {
    expect(await refusal('organisation', 'add', 'trust', '--name', 'Again', '--domain', 'x.example')).to.contain('SLUG')
    expect(await refusal('organisation', 'add', 'A B', '--name', ' ', '--domain', 'x')).to.match(
      /SLUG.*--name.*--domain/,
    )
    expect(await refusal('organisation', 'identity-provider', 'import', 'nobody', metadata)).to.contain('nobody')
    expect(await refusal('organisation', 'identity-provider', 'import', 'trust', '/none')).to.contain('/none')
    expect(await refusal('administrator', 'add', ...someone)).to.contain('has that office already')
    const outside = ['--email', 'ada@elsewhere.example', '--name', 'Ada', '--signs-in-through', 'trust']
    expect(await refusal('administrator', 'add', ...outside))
      .to.contain('--email')
      .and.to.contain('trust.example')
    const place = ['--represents', 'trust', '--forum', 'nowhere', '--side', 'staff']
    expect(await refusal('person', 'invite', ...someone, ...place)).to.contain('--forum')
    expect(await refusal('person', 'invite', ...someone, ...place, '--role', 'king')).to.contain('--role')
    expect(await refusal('administrator', 'enrol', '--email', 'nobody@trust.example')).to.contain('--email')
    expect(await refusal('administrator', 'enrol', ...someone.slice(0, 4))).to.contain('--signs-in-through')
  })

  it('print a link for an administrator, made if need be, while the service is stopped', async () => {
    const link = /^http:\/\/localhost:3000\/sign-in\/link\/[0-9a-f]{32}\n$/
    const known = await subrosa('administrator', 'enrol', '--email', 'ada@trust.example')
    expect(known.code, known.err).to.equal(0)
    expect(known.out).to.match(link)
    const eve = ['--email', 'eve@trust.example', '--name', 'Eve Trust', '--signs-in-through', 'trust']
    const made = await subrosa('administrator', 'enrol', ...eve)
    expect(made.out).to.match(link)
    // An office, and two links: four entries stood there before.
    expect((await subrosa('audit', 'verify')).out).to.contain('installation: 7 entries, whole')
  })

  it('invite a person into a forum, and let an administrator in, while the service runs', async () => {
    const port = await freePort()
    const DATA_DIR = join(folder.path, 'running')
    const service = start('server/main.ts', ['--demonstration'], { PORT: String(port), DATA_DIR })
    try {
      await service.until('Stop with Ctrl+C')
      const joined = (...args: string[]) => run('server/cli/subrosa.ts', args, { DATA_DIR })
      await joined('organisation', 'add', 'trust', '--name', 'A Trust', '--domain', 'trust.example')
      const place = ['--represents', 'trust', '--forum', forum, '--role', 'member', '--side', 'staff']
      const invited = await joined('person', 'invite', ...someone, ...place)
      expect(invited, invited.err).to.deep.include({ code: 0, out: `Invited ada@trust.example to ${forum}\n` })
      const again = await joined('person', 'invite', ...someone, ...place)
      expect(again.err).to.contain('has a place in this forum already')
      const chair = [...someone, ...place].map((word) => (word === 'member' ? 'chair' : word))
      const second = await joined('person', 'invite', ...chair)
      expect(second.err).to.contain('This side has a chair')
      const email = emailOf(everybody('okonjo'))
      const code = await joined('passkey', 'code', '--email', email, '--forum', forum)
      expect(code.out, code.err).to.match(/^([A-Z0-9]{4}-){2}[A-Z0-9]{4}\nGood once, for a week/)
      const member = await joined('passkey', 'code', '--email', 'ada@trust.example', '--forum', forum)
      expect(member.err).to.contain('--email').and.to.contain('The chair of the side gives this person a code')
      const nowhere = await joined('passkey', 'code', '--email', email, '--forum', 'nowhere')
      expect(nowhere.err).to.contain('--forum')
      const administrator = emailOf(everybody('pemberton'))
      const args = ['administrator', 'enrol', '--email', administrator]
      const printed = await run('server/cli/subrosa.ts', args, { DATA_DIR, PORT: String(port) })
      expect(printed.err).to.contain(administrator)
      const page = await fetch(printed.out.trim())
      const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())![1]!
      const press = () =>
        fetch(page.url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ _csrf: token }) })
      const [used, spent] = [await press(), await press()]
      expect([used.headers.get('location'), spent.status]).to.deep.equal(['/administration', 400])
      const cookie = used.headers
        .getSetCookie()
        .map((set) => set.split(';')[0])
        .join('; ')
      const inside = await fetch(`http://localhost:${port}/administration/organisations`, { headers: { cookie } })
      expect([inside.status, inside.redirected]).to.deep.equal([200, false])
      const mails = async () => (await fetch(`http://localhost:${port}/demonstration/mail`)).text()
      while (!(await mails()).includes('ada@trust.example')) await setTimeout(100)

      const who = ['--email', 'ada@trust.example']
      expect((await joined('person', 'unlink', ...who)).err, 'a reason').to.contain('--reason')
      const ended = await joined('person', 'unlink', ...who, '--reason', 'Left the trust')
      expect(ended).to.deep.include({ code: 0, out: 'The sign-in of ada@trust.example is ended\n' })
      expect((await joined('person', 'let-in', ...who)).code).to.equal(0)
      expect((await joined('person', 'let-in', ...who)).err).to.contain('can sign in')

      await joined('organisation', 'add', 'ends', '--name', 'Ends', '--domain', 'ends.example')
      const shown = await joined('organisation', 'merge', 'trust', '--into', 'ends', '--preview')
      expect(shown.out).to.contain('ada@trust.example: linked anew').and.to.contain('Place of Ada Trust in')
      expect(shown.out).to.contain('Nothing was changed')
      const merged = await joined('organisation', 'merge', 'trust', '--into', 'ends')
      expect(merged.out).to.match(/^Merged: 0 people stay linked, 1 are not linked now, 1 places, 0 sessions ended\n$/)
      expect((await joined('organisation', 'merge', 'trust', '--into', 'ends')).err).to.contain('both go on')
      expect((await fetch(`http://localhost:${port}/sso/trust/metadata`)).status).to.equal(404)
    } finally {
      await service.stop('SIGKILL')
    }
  })
})
