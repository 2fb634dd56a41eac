/**
 * A notification in which nothing is a link. VS Code makes one of `[text](target)`, also for a target that is a command,
 * and a message may quote what stands in a stranger's model or in the name of a folder.
 */
export function plainMessage(message: string): string {
  return message.replaceAll('](', '] (');
}
