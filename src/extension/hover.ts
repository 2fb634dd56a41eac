import * as vscode from 'vscode';
import type { Colours } from './colours';
import { analysedOffset, placeNow } from './freshness';
import type { Questions } from './panel/questions';
import type { Results } from './results';
import { settingsFor } from './settings';
import { tokenHover } from './tokenHover';
import { characterAt } from '../core/tokenSpans';

/** Shows what is known of the token under the pointer or, from the keyboard, at the cursor. */
export class TokenHoverProvider implements vscode.HoverProvider {
  constructor(
    private readonly results: Results,
    private readonly colours: Colours,
    private readonly questions: Questions,
  ) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const result = this.results.of(document);
    if (result === undefined) return undefined;
    const { analysis, opened } = result;
    const freshness = result.freshness();
    const offset = analysedOffset(freshness, document.offsetAt(position));
    const range = offset === undefined ? undefined : characterAt(analysis.tokens, offset);
    const token = range && analysis.tokens.at(range.first);
    const place = token && placeNow(freshness, token);
    if (range === undefined || place === undefined) return undefined;
    const { decoration, tolerance } = settingsFor(document.uri);
    const text = tokenHover({
      analysis,
      vocabulary: opened.vocabulary,
      range,
      fresh: place.fresh,
      quantity: this.colours.of(document, result).shown,
      question: this.questions.about(analysis),
      decoration,
      tolerance,
    });
    const markdown = new vscode.MarkdownString(text, true);
    // For the legend's colours; VS Code lets nothing but such spans through.
    markdown.supportHtml = true;
    return new vscode.Hover(
      markdown,
      new vscode.Range(document.positionAt(place.start), document.positionAt(place.end)),
    );
  }
}
