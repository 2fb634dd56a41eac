import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { KeepLosses, KeptLosses } from '../core/keptLosses';

/** Blocks read from the file that stay at hand: the rows of one are asked for one after another. */
const BLOCKS_AT_HAND = 16;

/**
 * Keeps losses in memory up to a bound, and those that came first in a file, so that a long text does not fill the memory
 * and still every question about it is answered. The file is of use to this process only, and goes with it.
 */
export class LossStore {
  readonly keep: KeepLosses;
  /** In memory, oldest first. What nobody else holds any more is forgotten. */
  private readonly resident = new Set<Resident>();
  private residentBytes = 0;
  private file: SlotFile | undefined;
  /** The file cannot be written: from then on everything stays in memory. */
  private broken = false;
  private readonly atHand = new Map<Slot, Float32Array>();

  /** `folder`: for the file, which is made when it is needed. `log` is told when that fails. */
  constructor(
    private readonly folder: string,
    private readonly mostBytes: number,
    private readonly log: (line: string) => void,
  ) {
    this.keep = (losses) => {
      const kept = new Kept(losses, (slot) => this.readBack(slot));
      this.resident.add({ kept: new WeakRef(kept), bytes: losses.byteLength });
      this.residentBytes += losses.byteLength;
      this.spill();
      return kept;
    };
  }

  /** Of losses that are in memory. */
  get bytesInMemory(): number {
    return this.residentBytes;
  }

  /** Of the file. */
  get bytesOnDisk(): number {
    return this.file?.bytes ?? 0;
  }

  /** Removes the file: what was in it cannot be read any more. */
  dispose(): void {
    this.file?.remove();
  }

  private spill(): void {
    for (const oldest of this.resident) {
      if (this.residentBytes <= this.mostBytes || this.broken) return;
      try {
        this.file ??= SlotFile.create(this.folder);
        oldest.kept.deref()?.moveTo(this.file);
        this.residentBytes -= oldest.bytes;
        this.resident.delete(oldest);
      } catch (error) {
        this.broken = true;
        this.log(
          `Losses stay in memory, because they cannot be written to ${this.folder}: ${String(error)}`,
        );
      }
    }
  }

  private readBack(slot: Slot): Float32Array {
    const found = this.atHand.get(slot);
    if (found !== undefined) return found;
    if (this.file === undefined) throw new Error('Nothing was written.');
    const losses = this.file.read(slot);
    this.atHand.set(slot, losses);
    for (const [first] of this.atHand) {
      if (this.atHand.size <= BLOCKS_AT_HAND) break;
      this.atHand.delete(first);
    }
    return losses;
  }
}

class Kept implements KeptLosses {
  private slot: Slot | undefined;

  constructor(
    private losses: Float32Array | undefined,
    private readonly readBack: (slot: Slot) => Float32Array,
  ) {}

  read(): Float32Array {
    if (this.losses !== undefined) return this.losses;
    if (this.slot === undefined) throw new Error('The losses are nowhere.');
    return this.readBack(this.slot);
  }

  moveTo(file: SlotFile): void {
    if (this.losses === undefined) return;
    this.slot = file.write(this.losses, this);
    this.losses = undefined;
  }
}

interface Resident {
  readonly kept: WeakRef<Kept>;
  readonly bytes: number;
}

/** A place in the file. */
interface Slot {
  readonly at: number;
  readonly bytes: number;
}

/** A file of arrays; the places of those that nobody holds any more are used again. */
class SlotFile {
  private end = 0;
  /** By length in bytes. */
  private readonly free = new Map<number, Slot[]>();
  private readonly holders = new FinalizationRegistry<Slot>((slot) => {
    const alike = this.free.get(slot.bytes);
    if (alike === undefined) this.free.set(slot.bytes, [slot]);
    else alike.push(slot);
  });

  private constructor(
    private readonly name: string,
    private readonly descriptor: number,
  ) {}

  static create(folder: string): SlotFile {
    mkdirSync(folder, { recursive: true });
    const name = path.join(folder, `losses-${String(process.pid)}.tmp`);
    rmSync(name, { force: true });
    const file = new SlotFile(name, openSync(name, 'wx+', 0o600));
    // Where an open file may be removed, it then goes whatever way this process ends.
    if (process.platform !== 'win32') rmSync(name);
    return file;
  }

  get bytes(): number {
    return this.end;
  }

  /** The place is kept for as long as `holder` lives. */
  write(losses: Float32Array, holder: object): Slot {
    const bytes = losses.byteLength;
    // An object of its own also where a place is used again: what was read from it before is known by the old one.
    const slot = { at: this.free.get(bytes)?.pop()?.at ?? this.end, bytes };
    const data = new Uint8Array(losses.buffer, losses.byteOffset, bytes);
    let written = 0;
    while (written < bytes) {
      written += writeSync(this.descriptor, data, written, bytes - written, slot.at + written);
    }
    this.end = Math.max(this.end, slot.at + bytes);
    this.holders.register(holder, slot);
    return slot;
  }

  read({ at, bytes }: Slot): Float32Array {
    const data = new Uint8Array(bytes);
    let read = 0;
    while (read < bytes) {
      const more = readSync(this.descriptor, data, read, bytes - read, at + read);
      if (more === 0) throw new Error('The file of losses has been cut short.');
      read += more;
    }
    return new Float32Array(data.buffer);
  }

  remove(): void {
    closeSync(this.descriptor);
    rmSync(this.name, { force: true });
  }
}
