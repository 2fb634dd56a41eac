import type { Comparison } from '../comparison';
import type { Figure } from '../figure';
import { looksOf, scalesOf } from '../looks';
import { rounded, type Row } from '../row';
import { SET_NAMES } from '../sample';
import { toSvg } from '../svg';
import { fixedDigits } from '../words';
import { lines } from './marks';
import { inPanels } from './panels';

const TITLE = 'Figure 8: the duo beside dense models of equal FLOPs';
const NAMES = {
  duo: 'duo, random routes',
  dense: 'dense',
  frozen: 'big first, then frozen and small trained',
};
/** Of a normal distribution: 95 %. */
const STANDARD_ERRORS = 1.96;

/** `undefined` without the comparison: the figure was not measured. */
export function figure8(comparison: Comparison | undefined): Figure | undefined {
  if (comparison === undefined) return undefined;
  const rows = rowsOf(comparison);
  const key = looksOf(Object.values(NAMES));
  const panels = inPanels(rows, 'set', SET_NAMES.length);
  const tokens = `${(comparison.tokens / 1e6).toFixed(1)} million tokens`;
  return {
    id: '8',
    title: TITLE,
    caption: `Models of one size trained on ${tokens} each, by PyTorch, smaller runs than the shipped model’s; random routes, *self* context; ${comparison.windows} held-out windows of each set, bars ±1.96 standard errors over windows. ${inWords(comparison)}`,
    rows,
    svg: toSvg({
      title: TITLE,
      subtitle: `Each trained on the same ${tokens}; random routes of its own run (self context); bars: 95 %`,
      key,
      plot: {
        height: 400,
        ...panels.options,
        ...scalesOf(key),
        x: { label: 'million FLOPs per token', ticks: 5 },
        y: { label: 'held-out loss, nats per token' },
        marks: [
          ...panels.marks,
          ...lines(panels.rows, key, {
            x: 'megaFlops',
            y: 'nats',
            series: 'series',
            low: 'low',
            high: 'high',
          }),
        ],
      },
    }),
  };
}

function rowsOf({ variants }: Comparison): Row[] {
  return SET_NAMES.flatMap((set) =>
    variants.flatMap(({ name, kind, points }) =>
      points.map((point) => {
        const { nats, bitsPerByte, standardError } = point[set];
        return {
          set,
          series: NAMES[kind],
          variant: name,
          bigShare: point.bigShare,
          megaFlops: rounded(point.flops / 1e6),
          nats,
          low: rounded(nats - STANDARD_ERRORS * standardError.nats),
          high: rounded(nats + STANDARD_ERRORS * standardError.nats),
          bitsPerByte,
        };
      }),
    ),
  );
}

/** Every difference to the duo at all big and all small. */
function inWords({ differences }: Comparison): string {
  const ends = differences.filter(({ bigShare }) => bigShare === 0 || bigShare === 1);
  const said = ends.flatMap((difference) =>
    SET_NAMES.map((set) => {
      const { nats, standardError } = difference[set];
      const error = fixedDigits(STANDARD_ERRORS * standardError.nats, 3);
      return `${difference.name} at p(big) = ${difference.bigShare}, ${set}: ${fixedDigits(nats, 3)} ± ${error}`;
    }),
  );
  return `Nats by which another model loses more than the duo: ${said.join('; ')}.`;
}
