/**
 * From files to files the manifest decides: an epoch is decided when its manifest gets its name in the chain by link(2), which
 * succeeds once. Nothing fences: whoever comes second finds the name taken or, where it is free because that epoch is old and
 * its manifest removed, finds the mark of a later one.
 */
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import type { ShardFolder } from '../state/state-folder.ts'
import { highestEpoch } from './chain.ts'
import type { Chain } from './chain.ts'
import { headsBefore } from './inherit.ts'
import type { Decided } from './manifest.ts'
import type { Decider, Standing } from './ports.ts'

export class LinkDecider implements Decider {
  readonly kind = 'link'
  private readonly chain: Chain
  private readonly folder: ShardFolder
  private readonly files: DurableFiles
  private highestRead = 0

  constructor(chain: Chain, files: DurableFiles) {
    this.chain = chain
    this.folder = chain.folder
    this.files = files
  }

  async fence(): Promise<void> {}

  async discard(): Promise<void> {}

  async read(): Promise<Standing> {
    this.highestRead = await this.chain.highest()
    const head = await this.chain.head()
    if (head === null) return this.withoutHead()
    if (head.manifest.decidedBy === 'transaction') throw decidedByKafka(this.folder, head)
    return { kind: 'decided', head, checkpoints: null }
  }

  private async withoutHead(): Promise<Standing> {
    if (this.folder.layout === 1) return { kind: 'new' }
    const heads = await headsBefore(this.chain, this.files)
    const byKafka = heads.find(({ manifest }) => manifest.decidedBy === 'transaction')
    if (byKafka !== undefined) throw decidedByKafka(this.folder, byKafka)
    return { kind: 'inherited', heads, checkpoints: [] }
  }

  async isOvertaken(): Promise<boolean> {
    return (await this.chain.highest()) > this.highestRead
  }

  /** EEXIST is believed only after a look at the text: NFS may repeat a link that succeeded. */
  async decide({ manifest, text }: Decided): Promise<'decided' | 'lost'> {
    const { epoch, attempt } = manifest
    const name = this.folder.manifest(epoch)
    await this.files.makeFolder(this.folder.committed)
    const linked = await this.files.link(this.folder.draft(epoch, attempt), name)
    const taken = linked === 'linked' ? text : await this.files.read(name)
    if (await this.isOld(epoch)) return 'lost'
    if (taken !== null) return taken === text ? 'decided' : 'lost'
    throw new StateError(
      `\`${this.folder.draft(epoch, attempt)}\` is gone`,
      'something else removes files in the state',
    )
  }

  /** Manifests are removed only below a published epoch, whose mark stays. */
  private async isOld(epoch: number): Promise<boolean> {
    return highestEpoch(await this.files.list(this.folder.published)) > epoch
  }
}

function decidedByKafka({ state }: ShardFolder, { manifest }: Decided): StateError {
  return new StateError(
    `the epochs in \`${state.path}\` were decided in Kafka, up to ${manifest.epoch} or one more; without a Kafka source or sink that cannot be told`,
    'run the job as it was, or start anew with another --state-dir and empty sinks',
  )
}
