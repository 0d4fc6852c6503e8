import { build } from 'esbuild'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { root } from '../../../server/root.ts'

export type QuickServer = {
  readonly process: ChildProcess
  /** The first line: its address, or why it refuses; empty where it was killed before. */
  readonly said: Promise<string>
  kill(): Promise<void>
}

/** The server in two files of JavaScript, so that a process of its own starts within a moment. `remove` afterwards. */
export async function quickServers(): Promise<{ start(folder: string): QuickServer; remove(): Promise<void> }> {
  const cache = join(root, 'node_modules/.cache/subrosa')
  await mkdir(cache, { recursive: true })
  const made = await mkdtemp(join(cache, 'quick-'))
  const source = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
  await build({
    entryPoints: {
      serving: source('./serving.ts'),
      worker: source('../../../server/database/embedded/worker.ts'),
    },
    outdir: made,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
  const children: ChildProcess[] = []
  return {
    start: (folder) => {
      const child = spawn(process.execPath, [join(made, 'serving.mjs'), folder], { stdio })
      children.push(child)
      return serverIn(child)
    },
    remove: async () => {
      for (const child of children) child.kill('SIGKILL')
      await rm(made, { recursive: true, force: true })
    },
  }
}

const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']

function serverIn(child: ChildProcess): QuickServer {
  const ended = once(child, 'exit')
  const firstLine = async (): Promise<string> => {
    if (child.stdout === null) throw new Error('its output is not read')
    for await (const line of createInterface(child.stdout)) return line
    return ''
  }
  return {
    process: child,
    said: firstLine(),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
