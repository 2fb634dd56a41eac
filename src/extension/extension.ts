import * as vscode from 'vscode';
import { AnalyzeCommands } from './analyzeCommands';
import { Analyzer } from './analyzer';
import { inspectorApi, type InspectorApi } from './api';
import { pickColouring } from './colourPick';
import { followContextKeys } from './contextKeys';
import { Engine } from './engine';
import { goToHardToken, type ActiveEditor } from './hardTokens';
import { TokenHoverProvider } from './hover';
import { showMenu } from './menu';
import { ModelFolders } from './modelFolders';
import { pickModel } from './modelPick';
import { COMMANDS, commandId, type CommandName } from './names';
import { Painter } from './painter';
import { Results } from './results';
import { StatusBar } from './statusBar';

/** Puts the parts together. Nothing runs until a command asks for it. */
export function activate({ extensionPath, subscriptions }: vscode.ExtensionContext): InspectorApi {
  const log = vscode.window.createOutputChannel('Duo-LLM', { log: true });
  const results = new Results();
  const models = new ModelFolders(extensionPath);
  const engine = new Engine(log);
  const analyzer = new Analyzer(engine, models, results, log);
  const painter = new Painter(results);
  const statusBar = new StatusBar(results, analyzer);
  const analyze = new AnalyzeCommands(analyzer, statusBar, log);

  const active = (): ActiveEditor | undefined => {
    const editor = vscode.window.activeTextEditor;
    return editor && { editor, result: results.of(editor.document) };
  };
  const commands: Readonly<Record<CommandName, (...args: unknown[]) => unknown>> = {
    analyzeDocument: (resource) => analyze.analyzeDocument(resource),
    analyzeSelection: () => analyze.analyzeSelection(),
    cancelAnalysis: () => {
      analyze.cancel();
    },
    clear: () => {
      const document = active()?.editor.document;
      if (document !== undefined) analyzer.discard(document);
    },
    colourBy: () => pickColouring(painter, results),
    selectModel: () => pickModel(models),
    showTokenDetails: () =>
      vscode.commands.executeCommand('editor.action.showHover', { focus: 'autoFocusImmediately' }),
    nextHardToken: () => {
      goToHardToken(active(), 1);
    },
    previousHardToken: () => {
      goToHardToken(active(), -1);
    },
    showMenu: () => {
      const document = active()?.editor.document;
      const isRunning = document !== undefined && analyzer.isRunning(document);
      return showMenu(isRunning, active()?.result !== undefined);
    },
    showLog: () => {
      log.show();
    },
  };

  subscriptions.push(
    log,
    results,
    engine,
    analyzer,
    painter,
    statusBar,
    followContextKeys(results, analyzer),
    vscode.languages.registerHoverProvider('*', new TokenHoverProvider(results)),
    ...COMMANDS.map((name) => vscode.commands.registerCommand(commandId(name), commands[name])),
  );
  return inspectorApi(results);
}
