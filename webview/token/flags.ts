export interface Flag {
  /** Of what it names, px. */
  readonly x: number;
  /** Of its text, px. */
  readonly width: number;
}

export interface PlacedFlag<Item extends Flag> {
  readonly flag: Item;
  /** 0 is the highest. */
  readonly lane: number;
  /** Where the text goes from its pole. */
  readonly side: 'left' | 'right';
}

/**
 * Labels as flags on poles that stand at their x: one in each lane, so that no two texts can meet. Poles further left are
 * longer, so that none of them runs through a text that flies to the right; texts that have no room there fly to the left
 * in the lanes above.
 */
export function placeFlags<Item extends Flag>(
  flags: readonly Item[],
  room: number,
): PlacedFlag<Item>[] {
  const fits = ({ x, width }: Flag): boolean => x + width <= room;
  const leftwards = flags.filter((flag) => !fits(flag)).sort((a, b) => b.x - a.x);
  const rightwards = flags.filter(fits).sort((a, b) => a.x - b.x);
  return [
    ...leftwards.map((flag) => ({ flag, side: 'left' as const })),
    ...rightwards.map((flag) => ({ flag, side: 'right' as const })),
  ].map((placed, lane) => ({ ...placed, lane }));
}
