/** Texts that tokenizers are known to change, by what is awkward about them. */
export const AWKWARD_TEXTS: ReadonlyMap<string, string> = new Map([
  ['words', "It's 2026; they'll say: “DON'T”, won’t they?"],
  ['numbers', '0 12 345 6789 ½ ٣٤ Ⅷ 1e-9 0x1F'],
  ['white space', '  two\t\ttabs \u00a0\u2003\u3000\u0085\ufeff and the end   '],
  ['line ends', 'one\r\ntwo\rthree\n\n\n  four;\n\tfive \r\n'],
  ['an emoji', '😀 👩‍👩‍👧‍👦 🏳️‍🌈 🇨🇭 a😀b'],
  ['a combining mark', 'e\u0301 n\u0303o\u0308 ก็ हिन्दी'],
  ['Chinese, Japanese or Korean', '深度学习、にほんご。한국어 １２３'],
  ['a text from right to left', 'שלום עולם مرحبا \u200f\u202b'],
  ['code', 'for (let i=0;i<n;i++){ a[i]??=`${b}`; }\n\n# <|endoftext|> </s> [MASK] ▁ Ġ Ċ\n'],
  ['a byte of UTF-8', everyByte()],
]);

/** Characters whose UTF-8 holds every byte that UTF-8 can hold. */
function everyByte(): string {
  const codePoints = [
    ...range(0x00, 0xc0, 1),
    ...range(0xc0, 0x800, 0x40),
    ...range(0x800, 0x10000, 0x800).filter((point) => point < 0xd800 || point > 0xdfff),
    ...[0xd7ff, 0x10000, 0x40000, 0x80000, 0xc0000, 0x100000],
  ];
  return String.fromCodePoint(...codePoints);
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, at) => from + at * step);
}
