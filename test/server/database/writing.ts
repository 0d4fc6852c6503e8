import { Store } from '../../../server/database/embedded/storage/store.ts'

// A process that only writes to a data file, as fast as it can, so that a test may look at the file meanwhile.
const store = new Store(process.argv[2] ?? '')
const write = (n: number): void => {
  store.write(() => {
    for (let each = 0; each < 20; each++) store.put(Buffer.from(`${n % 50} ${each}`), Buffer.alloc((n * 331) % 9000))
    for (let each = n % 3; each < 20; each += 2) store.remove(Buffer.from(`${n % 50} ${each}`))
  })
}
write(0)
process.stdout.write('writing\n')
for (let n = 1; ; n++) write(n)
