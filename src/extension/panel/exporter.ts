import * as vscode from 'vscode';
import { toLazyJson } from '../../core/analysisJson';
import { jsonLines } from '../../core/jsonLines';
import { measure } from '../../core/measures';
import { withPauses } from '../../core/steps';
import { summarySteps } from '../../core/summary';
import { tokensCsvPieces } from '../../panel/csv';
import { exportName } from '../../panel/exportName';
import { reportOf, type ReportContent } from '../../report/report';
import { readAssets } from '../../report/reportAssets';
import type { DocumentAnalysis } from '../documentAnalysis';
import { notify } from '../notify';
import { pause } from '../pause';
import type { Questions } from './questions';
import { plainFileName } from './requests';
import { offerToOpen, saveBeside, type Pieces } from './savedFile';
import { shownOf } from './shown';

export const EXPORT_FORMATS = ['json', 'csv', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What of the panel goes into a report besides the analysis and the question. */
export type PanelRemains = Pick<ReportContent, 'reruns' | 'kept' | 'comparedWith'>;

/** Files for other programs and other people, of what is known of a document under the window's question. */
export class Exporter {
  /** `pages`: folder of the built pages. */
  constructor(
    private readonly pages: string,
    private readonly questions: Questions,
    private readonly remains: (result: DocumentAnalysis) => PanelRemains,
  ) {}

  /** Asks where and writes. Throws Failure. */
  async save(result: DocumentAnalysis, format: ExportFormat): Promise<void> {
    const file = plainFileName(exportName(result.analysis.source.name, null, format));
    const uri = await saveBeside(result.document, file, () => this.pieces[format](result));
    if (uri !== undefined) void offerToOpen(uri);
  }

  /** Lets the user choose the format first. */
  async pick(result: DocumentAnalysis): Promise<void> {
    const items = EXPORT_FORMATS.map((format) => ({ format, ...DESCRIPTIONS[format]() }));
    const title = vscode.l10n.t('Export the results of {0}', result.analysis.source.name);
    const chosen = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
    if (chosen !== undefined) await this.save(result, chosen.format);
  }

  private readonly pieces: Readonly<
    Record<ExportFormat, (result: DocumentAnalysis) => Pieces | Promise<Pieces>>
  > = {
    json: (result) => this.json(result),
    csv: (result) => this.csv(result),
    html: (result) => this.report(result),
  };

  private async json(result: DocumentAnalysis): Promise<Pieces> {
    const { analysis: growing, provider, timing, tolerance } = shownOf(result);
    const analysis = growing.slice(0, growing.tokens.length);
    const { constraint } = this.questions.about(analysis);
    const measures = measure(analysis, { constraint, tolerance });
    const summary = await withPauses(summarySteps(analysis, measures), pause);
    return jsonLines(
      toLazyJson(analysis, measures, { text: result.text, summary, timing, provider }),
    );
  }

  private csv(result: DocumentAnalysis): Pieces {
    const shown = shownOf(result);
    return tokensCsvPieces(shown, this.questions.about(shown.analysis));
  }

  private async report(result: DocumentAnalysis): Promise<Pieces> {
    const { html, note } = reportOf(
      {
        shown: shownOf(result),
        question: this.questions.asked,
        exportedAt: Date.now(),
        ...this.remains(result),
      },
      await readAssets(this.pages),
    );
    if (note !== undefined) notify.warn(note);
    return html;
  }
}

const DESCRIPTIONS: Readonly<Record<ExportFormat, () => vscode.QuickPickItem>> = {
  json: () => ({
    label: 'JSON',
    detail: vscode.l10n.t('Everything, as the command line’s --format json writes it'),
  }),
  csv: () => ({
    label: 'CSV',
    detail: vscode.l10n.t('A row for each token, for spreadsheets and statistics'),
  }),
  html: () => ({
    label: vscode.l10n.t('HTML report'),
    detail: vscode.l10n.t('One file with the panel’s charts, which opens anywhere without network'),
  }),
};
