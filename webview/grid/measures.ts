/** Px: above the cells, for the tokens' texts or the profile. */
export const HEADER = 64;
/** Px: of the font. */
export const TEXT_SIZE = 11;
