/** The message about a plugin with actions that nobody gets. */
export function describeMissingSource(pluginId: string): string {
  return `${pluginId} registers actions but is not in backend.actions.pluginSources. Add it to serve them`;
}
