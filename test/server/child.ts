import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../../server/root.ts'
import { ahead, clockSetting } from '../clock.ts'

/** A program of ours in a process of its own, with these settings and no others. */
export type Child = {
  readonly process: ChildProcessWithoutNullStreams
  readonly output: { out: string; err: string }
  /** Waits until it has printed something; fails with what it printed when it ends before. */
  until(printed: string | RegExp): Promise<void>
  /** Sends a signal, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Waits for the end: its exit code, null when a signal ended it. */
  ended: Promise<number | null>
}

/** Starts `server/main.ts` or another program, from its source. */
export function start(program: string, args: readonly string[], settings: Readonly<Record<string, string>>): Child {
  // Near midnight only, so that programs are otherwise started as an operator starts them.
  const clock = ahead === 0 ? [] : ['--import', pathToFileURL(join(root, 'test/clock.ts')).href]
  const child = spawn(process.execPath, ['--import', 'tsx', ...clock, join(root, program), ...args], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...(ahead === 0 ? {} : { [clockSetting]: String(ahead) }),
      ...settings,
    },
  })
  const output = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (output.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output.err += text.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    process: child,
    output,
    ended,
    until: async (printed) => {
      for (;;) {
        if (typeof printed === 'string' ? output.out.includes(printed) : printed.test(output.out)) return
        const over = await Promise.race([ended.then(() => true), once(child.stdout, 'data').then(() => false)])
        if (over) throw new Error(`it ended: ${output.out}${output.err}`)
      }
    },
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

/** Runs a program to its end. */
export async function run(
  program: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<{ code: number | null; out: string; err: string }> {
  const { ended, output } = start(program, args, settings)
  const code = await ended
  return { code, ...output }
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A folder of the test's own; `remove` it afterwards. */
export async function ownFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'subrosa-start-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
