import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { createFileSource } from '../../../src/connectors/file/source.ts'
import { ConnectorError } from '../../../src/connectors/ports.ts'
import type { Position } from '../../../src/engine/batch.ts'
import { recordsOf } from '../../support/records.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

interface Outcome {
  readonly texts: readonly string[]
  readonly last: Position | null
  readonly message: string
  readonly help: string | null
}

/** Reads until it fails. */
async function failureOf(path: string, from: readonly Position[] = [], opening = true): Promise<Outcome> {
  const source = createFileSource({ path }, { untilEnd: true })
  const texts: string[] = []
  let last: Position | null = null
  try {
    if (opening) await source.open()
    for await (const batch of source.batches(from, new AbortController().signal)) {
      texts.push(...recordsOf(batch).map(({ text }) => text))
      last = batch.next
    }
  } catch (error) {
    assert.ok(error instanceof ConnectorError, String(error))
    return { texts, last, message: error.message, help: error.help }
  } finally {
    await source.close()
  }
  return { texts, last, message: '', help: null }
}

async function assertFails(path: string, message: string, help: string | null): Promise<void> {
  const failure = await failureOf(path)
  assert.deepEqual({ message: failure.message, help: failure.help }, { message, help })
}

/** Runs as a user without rights: root may read everything. */
async function withoutRights(t: TestContext, action: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return action()
  process.seteuid?.(65_534)
  try {
    await action()
  } finally {
    process.seteuid?.(0)
  }
  t.diagnostic('as user 65534')
}

test('no such file', async (t) => {
  const folder = temporaryFolder(t)
  await assertFails(join(folder, 'x'), `no such file: \`${folder}/x\``, "check the option 'path'")
  await assertFails(
    'no/such.log',
    'no such file: `no/such.log`',
    `'path' is relative to the folder the program runs in, \`${process.cwd()}\``,
  )
})

test('a glob that matches nothing', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'a.log'))
  for (const pattern of ['*.log', 'none/*.log', 'a.log/*']) {
    await assertFails(join(folder, pattern), `no file matches \`${folder}/${pattern}\``, "check the option 'path'")
  }
})

test('a folder without files', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, '_SUCCESS'), '')
  await assertFails(
    folder,
    `the folder \`${folder}\` holds no files to read`,
    `files whose names begin with \`.\` or \`_\` and subfolders are not read; subfolders are read with 'path' = '${folder}/**/*'`,
  )
})

test('a folder and a file without rights', async (t) => {
  const folder = temporaryFolder(t)
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'closed'))
  writeFileSync(join(folder, 'closed', 'a.log'), 'x\n')
  chmodSync(join(folder, 'closed'), 0o000)
  writeFileSync(join(folder, 'secret.log'), 'x\n')
  chmodSync(join(folder, 'secret.log'), 0o000)
  await withoutRights(t, async () => {
    const denied = 'permission denied (EACCES)'
    await assertFails(join(folder, 'closed'), `cannot list the folder \`${folder}/closed\`: ${denied}`, null)
    await assertFails(join(folder, 'closed/*.log'), `cannot list the folder \`${folder}/closed\`: ${denied}`, null)
    await assertFails(join(folder, 'closed/a.log'), `cannot read \`${folder}/closed/a.log\`: ${denied}`, null)
    await assertFails(join(folder, 'secret.log'), `cannot read \`${folder}/secret.log\`: ${denied}`, null)
  })
  chmodSync(join(folder, 'closed'), 0o755)
})

test('what is no file: a device, a named pipe', async (t) => {
  await assertFails('/dev/zero', 'cannot read `/dev/zero`: it is a device, not a file', null)
  const pipe = join(temporaryFolder(t), 'pipe')
  execFileSync('mkfifo', [pipe])
  const help = "to read a stream, pipe it into the program and set 'path' = '-'"
  await assertFails(pipe, `cannot read \`${pipe}\`: it is a named pipe, not a file`, help)
})

test('a file in the place of a folder', async (t) => {
  const path = join(temporaryFolder(t), 'a')
  writeFileSync(path, '')
  await assertFails(`${path}/b`, `cannot read \`${path}/b\`: a part of the path is not a folder (ENOTDIR)`, null)
})

test('a file that is not what its name says', async (t) => {
  const folder = temporaryFolder(t)
  const contents = {
    'a.gz': 'Hello\n',
    'b.gz': '',
    'c.gz': zstdCompressSync('x'),
    'd.zst': 'no',
    'e.zst': gzipSync('x'),
  }
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content)
  const file = (name: string): string => join(folder, name)
  const gz = 'its name ends in .gz, but it is no gzip file'
  const zst = 'its name ends in .zst, but it is no zstd file'
  const withoutGz = 'if it is plain text, rename it without .gz'
  const withoutZst = 'if it is plain text, rename it without .zst'
  await assertFails(
    file('a.gz'),
    `cannot read \`${folder}/a.gz\`: ${gz}: it begins with the bytes 48 65 6c 6c`,
    withoutGz,
  )
  await assertFails(file('b.gz'), `cannot read \`${folder}/b.gz\`: ${gz}: the file is empty`, withoutGz)
  await assertFails(file('c.gz'), `cannot read \`${folder}/c.gz\`: ${gz}: it is zstd`, withoutGz)
  await assertFails(
    file('d.zst'),
    `cannot read \`${folder}/d.zst\`: ${zst}: it begins with the bytes 6e 6f`,
    withoutZst,
  )
  await assertFails(file('e.zst'), `cannot read \`${folder}/e.zst\`: ${zst}: it is gzip`, withoutZst)
})

test('compressed data that ends too early or is damaged: the records before come, then the error', async (t) => {
  const folder = temporaryFolder(t)
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index * 7919}`)
  const text = `${lines.join('\n')}\n`
  for (const [name, kind, compressed] of [
    ['a.gz', 'gzip', gzipSync(text)],
    ['b.zst', 'zstd', zstdCompressSync(text)],
  ] as const) {
    const path = join(folder, name)
    writeFileSync(path, compressed.subarray(0, compressed.length >> 1))
    const truncated = await failureOf(path)
    assert.equal(
      truncated.message,
      `cannot read on in \`${path}\`: its ${kind} data is damaged or ends too early (unexpected end of file)`,
    )
    assert.equal(truncated.help, 'the records before that place were read; restore the file, or take it away')
    if (kind === 'gzip') assert.ok(truncated.texts.length > 5000, `${truncated.texts.length} records`)
    assert.deepEqual(truncated.texts, lines.slice(0, truncated.texts.length))

    writeFileSync(path, Buffer.concat([compressed, Buffer.from('garbage')]))
    const followed = await failureOf(path)
    assert.match(followed.message, new RegExp(`its ${kind} data is damaged or ends too early \\(.+\\)$`))
    assert.deepEqual(followed.texts, lines.slice(0, followed.texts.length))
  }
})

test('a file that is shorter than what was read of it, and one that was replaced', async (t) => {
  const folder = temporaryFolder(t)
  for (const [name, compress] of [
    ['plain', (text: string) => Buffer.from(text)],
    ['gzip', gzipSync],
  ] as const) {
    const path = join(folder, name)
    writeFileSync(path, compress('one\ntwo\n'))
    const { last } = await failureOf(path)
    assert.ok(last !== null)
    const beyond = await failureOf(path, [{ ...last, offset: 9 }])
    assert.equal(
      beyond.message,
      `\`${path}\` holds 8 bytes of text, but 9 were read of it before: it was cut or written anew`,
    )
    assert.equal(
      beyond.help,
      'logs are rotated without loss by renaming, not by truncating; to read the file again from its beginning, start with a new state directory',
    )

    renameSync(path, join(folder, `.${name}-old`))
    writeFileSync(path, compress('other\n'))
    const replaced = await failureOf(path, [last])
    assert.equal(
      replaced.message,
      `\`${path}\` is not the file that was read before: it was replaced, and the old one (read up to byte 8) is not found`,
    )
    assert.equal(
      replaced.help,
      "bring the old file back under a name that 'path' covers, or start with a new state directory to read this one from its beginning",
    )
  }
})
