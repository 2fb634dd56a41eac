import { shownText } from '../../src/core/visibleText';
import { layerNumber } from '../charts/series';
import { cellRects, type Rects } from './cellRects';
import { UNKNOWN } from '../../src/panel/subject';
import type { Cells } from './cells';
import type { GridColours } from './gridColours';
import type { GridGeometry } from './geometry';
import { UNKNOWN_LOOK, type ValueLook } from './looks';
import { HEADER, TEXT_SIZE } from './measures';
import type { GridPlace } from './place';
import { paintProfile, paintProfileTitle, PROFILE_TOP } from './paintProfile';
import type { Fill, Surface } from './surface';

export interface GridPicture {
  readonly cells: Cells;
  readonly looks: readonly ValueLook[];
  readonly texts: readonly string[];
  /** Nats; drawn as a profile where columns are too narrow for texts. */
  readonly difficulty: Float32Array;
  /** Tokens from this one on are stale and dimmed. */
  readonly freshTokens: number;
  /** Token whose column is marked. */
  readonly marked: number | null;
  /** Cell that has the keyboard's focus. */
  readonly focused: GridPlace | null;
}

/** Px. */
const LETTER_SIZE = 11;
const LETTERS_FROM = 10;
const TEXTS_FROM = 12;
const LEAST_MARK = 6;
const THIN_MARK_BELOW = 8;

export function paintGrid(
  surface: Surface,
  geometry: GridGeometry,
  colours: GridColours,
  picture: GridPicture,
): void {
  paintCells(surface, geometry, colours, picture);
  if (geometry.columnWidth >= LETTERS_FROM) paintLetters(surface, geometry, colours, picture);
  if (geometry.columnWidth >= TEXTS_FROM) paintTexts(surface, geometry, colours, picture);
  else paintProfile(surface, geometry, colours, picture.difficulty);
  paintStale(surface, geometry, colours, picture);
  if (geometry.columnWidth < TEXTS_FROM)
    paintProfileTitle(surface, geometry, colours, picture.difficulty);
  paintLayerNumbers(surface, geometry, colours, picture);
  paintMarks(surface, geometry, colours, picture);
}

function paintCells(
  surface: Surface,
  geometry: GridGeometry,
  colours: GridColours,
  { cells, looks }: GridPicture,
): void {
  const { ground } = colours;
  const { values, unknown } = cellRects(cells, geometry);
  for (const [value, rects] of [...values.entries()].reverse()) {
    const colour = colours.values[value]?.fill ?? colours.unknown;
    // Where there are letters, they tell values apart without colours.
    const textured = colours.highContrast && geometry.columnWidth < LETTERS_FROM;
    const texture = textured ? (looks[value]?.texture ?? 'solid') : 'solid';
    fill(surface, rects, { colour, texture, ground });
  }
  fill(surface, unknown, { colour: colours.unknown, texture: UNKNOWN_LOOK.texture, ground });
}

function fill(surface: Surface, rects: Rects, style: Fill): void {
  if (rects.length > 0) surface.fill(rects, style);
}

function paintLetters(
  surface: Surface,
  geometry: GridGeometry,
  colours: GridColours,
  { cells, looks }: GridPicture,
): void {
  const { layers, rowHeight } = geometry.frame;
  for (const [token, centre] of columns(geometry)) {
    for (let layer = 0; layer < layers; layer++) {
      const value = cells[token * layers + layer] ?? UNKNOWN;
      const look = looks[value];
      const colour = colours.values[value];
      if (look === undefined || colour === undefined || look.letter === '') continue;
      surface.text(look.letter, centre, geometry.top(layer) + (rowHeight - 1) / 2, {
        colour: colour.letter,
        size: LETTER_SIZE,
        align: 'centre',
      });
    }
  }
}

function paintTexts(
  surface: Surface,
  geometry: GridGeometry,
  colours: GridColours,
  { texts, marked }: GridPicture,
): void {
  for (const [token, centre] of columns(geometry)) {
    surface.text(shortened(texts[token] ?? ''), centre, HEADER - 4, {
      colour: colours.text,
      size: TEXT_SIZE,
      align: 'left',
      turned: true,
      bold: token === marked,
    });
  }
}

const LONGEST_TEXT = 9;

function shortened(text: string): string {
  const characters = Array.from(shownText(text));
  if (characters.length <= LONGEST_TEXT) return characters.join('');
  return `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`;
}

/** A veil over what was analysed before an edit. */
function paintStale(
  surface: Surface,
  geometry: GridGeometry,
  colours: GridColours,
  { freshTokens }: GridPicture,
): void {
  const { gutter, width, tokens } = geometry.frame;
  if (freshTokens >= tokens) return;
  const left = Math.max(gutter, geometry.left(freshTokens));
  const right = Math.min(width, geometry.left(tokens));
  if (right > left) {
    surface.veil({ left, top: 0, width: right - left, height: geometry.height }, colours.ground);
  }
}

function paintLayerNumbers(
  surface: Surface,
  geometry: GridGeometry,
  colours: GridColours,
  { focused }: GridPicture,
): void {
  const { layers, gutter, rowHeight } = geometry.frame;
  for (let layer = 0; layer < layers; layer++) {
    surface.text(
      String(layerNumber(layer)),
      gutter - 6,
      geometry.top(layer) + (rowHeight - 1) / 2,
      {
        colour: colours.text,
        size: TEXT_SIZE,
        align: 'right',
        bold: layer === focused?.layer,
      },
    );
  }
}

function paintMarks(
  surface: Surface,
  geometry: GridGeometry,
  { mark, text }: GridColours,
  { marked, focused }: GridPicture,
): void {
  if (marked !== null) {
    // Where there is no text above it to be printed bold, the mark reaches up into the profile.
    const top = geometry.columnWidth < TEXTS_FROM ? PROFILE_TOP : HEADER - 2;
    outlineColumn(surface, geometry, marked, top, geometry.height - top, mark);
  }
  if (focused !== null) {
    const { rowHeight } = geometry.frame;
    outlineColumn(
      surface,
      geometry,
      focused.token,
      geometry.top(focused.layer) - 1,
      rowHeight + 1,
      text,
    );
  }
}

/** Around a part of a column, wide enough to be seen; nothing where the column is out of sight. */
function outlineColumn(
  surface: Surface,
  geometry: GridGeometry,
  token: number,
  top: number,
  height: number,
  colour: string,
): void {
  const { gutter, width } = geometry.frame;
  const left = geometry.left(token);
  const right = geometry.left(token + 1);
  if (right < gutter || left > width) return;
  const wanted = Math.max(LEAST_MARK, right - left + 1);
  const from = Math.max(gutter - 1, Math.min((left + right - wanted) / 2, width - wanted));
  const line = wanted < THIN_MARK_BELOW ? 1 : 2;
  surface.outline({ left: from, top, width: wanted, height }, { colour, line });
}

/** The visible columns with the x of their middles. */
function* columns(geometry: GridGeometry): Generator<readonly [token: number, centre: number]> {
  const { gutter, width } = geometry.frame;
  const { first, end } = geometry.visible();
  for (let token = first; token < end; token++) {
    const centre = (geometry.left(token) + geometry.left(token + 1) - 1) / 2;
    if (centre >= gutter + 5 && centre <= width - 5) yield [token, centre];
  }
}
