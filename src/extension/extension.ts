import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../core/failure';
import { AnalyzeCommands } from './analyzeCommands';
import { Analyzer } from './analyzer';
import { AsYouType } from './asYouType';
import { inspectorApi, type InspectorApi } from './api';
import { pickColouring } from './colourPick';
import { Colours } from './colours';
import { followContextKeys } from './contextKeys';
import { Engine } from './engine';
import { reportFailure } from './failures';
import { FollowedDocument } from './followedDocument';
import { goToHardToken, type ActiveEditor } from './hardTokens';
import { TokenHoverProvider } from './hover';
import { logInvalidSettings } from './invalidSettings';
import { registerLanguageModelTools } from './languageModelTools';
import { showMenu } from './menu';
import { ModelFolders } from './modelFolders';
import { pickModel } from './modelPick';
import { COMMANDS, commandId, PANEL_VIEW, type CommandName } from './names';
import { Painter } from './painter';
import { Exporter } from './panel/exporter';
import { PanelHost } from './panel/panelHost';
import { PanelView } from './panel/panelView';
import { Questions } from './panel/questions';
import { RememberedChoices } from './rememberedChoices';
import { RememberedResults } from './rememberedResults';
import { Results } from './results';
import { settingsFor } from './settings';
import { setUpCuda } from './setUpCuda';
import { StatusBar } from './statusBar';
import { toggleAsYouType } from './toggleAsYouType';
import { tryProviders } from './tryProviders';

/** What is left to do when VS Code ends. */
let atEnd = (): Promise<void> => Promise.resolve();

/** Puts the parts together. Nothing runs until a command or the panel asks for it. */
export function activate(context: vscode.ExtensionContext): InspectorApi {
  const { extensionPath, extensionUri, subscriptions } = context;
  const pages = path.join(extensionPath, 'dist');
  const log = vscode.window.createOutputChannel('Duo-LLM', { log: true });
  const followed = new FollowedDocument();
  const results = new Results();
  const models = new ModelFolders(extensionPath);
  const choices = new RememberedChoices(context.globalState);
  const engine = new Engine(path.join(pages, 'engine.js'), log, choices);
  const { fsPath: storage } = context.storageUri ?? context.globalStorageUri;
  const remembered = new RememberedResults(storage, log);
  atEnd = () => remembered.save();
  const parts = { engine, models, remembered };
  const analyzer = new Analyzer(parts, results, log);
  const asYouType = new AsYouType(analyzer, log);
  const questions = new Questions(context.workspaceState);
  const colours = new Colours(questions);
  const painter = new Painter(results, colours, asYouType);
  const statusBar = new StatusBar(results, analyzer, followed, colours, asYouType);
  const analyze = new AnalyzeCommands(analyzer, followed, log);
  const exporter: Exporter = new Exporter(pages, questions, (result) => panel.remains(result));
  const panel = new PanelHost({
    ...{ followed, results, analyzer, questions, colours, analyze, engine, exporter },
    log: (line) => {
      log.warn(line);
    },
  });
  const panelView = new PanelView(extensionUri, (port) => {
    panel.serve(port);
  });

  const active = (): ActiveEditor | undefined => {
    const editor = vscode.window.activeTextEditor;
    return editor && { editor, result: results.of(editor.document) };
  };
  /** Of the model of the document that the user looks at. */
  const onModel = async (
    work: (engine: Engine, bundle: string, log: vscode.LogOutputChannel) => Promise<void>,
  ): Promise<void> => {
    const again = async (): Promise<void> =>
      work(engine, await models.chosen(followed.current?.uri), log);
    await again().catch((error: unknown) => {
      if (error instanceof Failure && error.code === 'cancelled') return;
      void reportFailure(error, log, again);
    });
  };
  const commands: Readonly<Record<CommandName, (...args: unknown[]) => unknown>> = {
    showPanel: () => vscode.commands.executeCommand(`${PANEL_VIEW}.focus`),
    analyzeDocument: (resource) => analyze.analyzeDocument(resource),
    analyzeSelection: () => analyze.analyzeSelection(),
    cancelAnalysis: () => {
      if (followed.current !== undefined) analyzer.cancel(followed.current);
    },
    toggleAnalyzeAsYouType: () => toggleAsYouType(followed.current),
    clear: () => {
      if (followed.current !== undefined) analyzer.discard(followed.current);
    },
    colourBy: () => pickColouring(colours, results),
    selectModel: () => pickModel(models),
    exportResults: async () => {
      const result = followed.current && results.of(followed.current);
      if (result === undefined) return;
      const again = (): Promise<void> => exporter.pick(result);
      await again().catch((error: unknown) => void reportFailure(error, log, again));
    },
    resetQuestion: () => {
      questions.ask(null);
    },
    showTokenDetails: () =>
      vscode.commands.executeCommand('editor.action.showHover', { focus: 'autoFocusImmediately' }),
    nextHardToken: () => {
      goToHardToken(active(), colours, 1);
    },
    previousHardToken: () => {
      goToHardToken(active(), colours, -1);
    },
    showMenu: () => {
      const document = followed.current;
      return showMenu({
        isRunning: document !== undefined && analyzer.progressOf(document) !== undefined,
        hasResults: document !== undefined && results.of(document) !== undefined,
        hasSelection: vscode.window.activeTextEditor?.selection.isEmpty === false,
        asYouType: settingsFor(document?.uri).asYouType,
      });
    },
    tryProviders: () => onModel(tryProviders),
    setUpCuda: () => onModel(setUpCuda),
    showLog: () => {
      log.show();
    },
  };

  subscriptions.push(
    ...[log, followed, results, remembered, engine, analyzer, asYouType],
    ...[questions, colours, painter, statusBar, panel],
    followContextKeys(results, analyzer, followed, questions),
    logInvalidSettings(log),
    vscode.languages.registerHoverProvider(
      '*',
      new TokenHoverProvider(results, colours, questions),
    ),
    vscode.window.registerWebviewViewProvider(PANEL_VIEW, panelView),
    registerLanguageModelTools(parts, log),
    ...COMMANDS.map((name) => vscode.commands.registerCommand(commandId(name), commands[name])),
  );
  return inspectorApi(results);
}

export async function deactivate(): Promise<void> {
  await atEnd();
}
