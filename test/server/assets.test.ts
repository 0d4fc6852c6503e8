import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import express from 'express'
import request from 'supertest'
import { assetPath, assets } from '../../server/assets.ts'
import { root } from '../../server/root.ts'

const app = express()
  .use(assets)
  .use((_req, res) => void res.status(404).send('another handler'))

const read = (name: string, more = ''): Buffer => readFileSync(join(root, 'dist', 'public', assetPath(name) + more))

describe('a file for the browser', () => {
  it('has an address that changes with its content', () => {
    expect(assetPath('main.css')).to.match(/^\/assets\/main\.[0-9a-f]{12}\.css$/)
    expect(assetPath('main.js')).to.match(/^\/assets\/main\.[0-9a-f]{12}\.js$/)
    expect(() => assetPath('nothing.css')).to.throw('There is no file for the browser called nothing.css')
  })

  it('is kept for a year, because it never changes', async () => {
    const answer = await request(app).get(assetPath('main.css')).expect(200)
    expect(answer.headers['cache-control']).to.equal('public, max-age=31536000, immutable')
    expect(answer.headers['content-type']).to.equal('text/css; charset=UTF-8')
  })

  for (const [accepts, encoding] of [
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ] as const)
    it(`comes as ${encoding ?? 'it is'} to who accepts ${accepts}`, async () => {
      const answer = await request(app).get(assetPath('main.js')).set('accept-encoding', accepts).buffer(false)
      expect(answer.status).to.equal(200)
      expect(answer.headers['content-encoding']).to.equal(encoding)
      expect(answer.headers['vary']?.toLowerCase()).to.include('accept-encoding')
      expect(answer.headers['content-type']).to.match(/^text\/javascript/)
    })

  it('is the only thing below /assets/: other addresses go on to the next handler', async () => {
    for (const path of [
      '/manifest.json',
      '/assets/',
      '/assets/nothing.css',
      '/assets/../manifest.json',
      '/assets/%2e%2e/manifest.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/meetings',
    ]) {
      const answer = await request(app).get(path)
      expect(answer.text, path).not.to.include('main.css').and.not.to.include('"dependencies"')
      expect(answer.status, path).to.be.within(400, 404)
    }
    await request(app).post(assetPath('main.css')).expect(404)
  })
})

describe('what the browser gets', () => {
  it('is small: styles and scripts below 45 KB compressed', () => {
    expect(read('main.css', '.gz').length + read('main.js', '.gz').length).to.be.within(1, 45 * 1024)
  })

  it('has the same content however it is compressed', () => {
    expect(gunzipSync(read('main.js', '.gz')).equals(read('main.js'))).to.equal(true)
    expect(brotliDecompressSync(read('main.js', '.br')).equals(read('main.js'))).to.equal(true)
  })

  it('has no font of others and no logo, and asks no other site for anything', async () => {
    const css = read('main.css').toString()
    expect(css).not.to.match(/@font-face|frutiger|@import|data:/i)
    const icons = new Set([...css.matchAll(/url\("([^"]*)"\)/g)].map(([, name = '']) => name))
    expect([...css.matchAll(/url\(/g)].length).to.be.at.least(icons.size)
    for (const icon of icons) {
      expect(icon).to.match(/^nhsuk-icon-[a-z-]+\.[0-9a-f]{12}\.svg$/)
      await request(app).get(`/assets/${icon}`).expect(200)
    }
    expect(read('main.js').toString()).not.to.match(/https?:\/\/|\beval\(|innerHTML/)
  })
})
