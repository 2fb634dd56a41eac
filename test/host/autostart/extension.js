/* global exports, require -- VS Code loads it as CommonJS, unbundled */
const { commands, window } = require('vscode');

exports.activate = (context) => {
  const analyze = () => commands.executeCommand('duoLLM.analyzeDocument');
  if (window.activeTextEditor !== undefined) {
    void analyze();
    return;
  }
  // The document is opened by the window that is starting, and may come later than this.
  const opened = window.onDidChangeActiveTextEditor((editor) => {
    if (editor === undefined) return;
    opened.dispose();
    void analyze();
  });
  context.subscriptions.push(opened);
};
