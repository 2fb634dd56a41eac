/**
 * The README for somebody who has the package but no repository. VS Code shows an extension only pictures that it can fetch,
 * so ours are left out (the walkthrough has some), and of links to files their words are left.
 */
export function standaloneReadme(markdown: string): string {
  return markdown
    .replaceAll(/^!\[[^\]]*\]\((?!\w+:)[^)]+\)\n\n/gm, '')
    .replaceAll(/\[([^\]]*)\]\((?!\w+:|#)[^)]+\)/g, '$1');
}
