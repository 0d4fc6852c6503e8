// `npm run bench` measures pages, `npm run bench -- database` the embedded database.
const what = process.argv[2] ?? 'pages'
if (what === 'pages') await import('./pages.ts')
else if (what === 'database') await import('./database.ts')
else throw new Error(`There is no bench of ${what}: pages, or database`)
