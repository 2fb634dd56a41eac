import path from 'node:path';
import { ROOT } from '../../scripts/paths';

/** Folders of the extensions that `npm start` runs from source: the product, and the one that starts an analysis. */
export const DEVELOPED = [ROOT, path.join(__dirname, 'autostart')];
