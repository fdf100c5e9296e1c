import { type ExtensionContext, workspace } from 'vscode';
import type { Settings } from '../../server/src/protocol/requests.ts';

/** The name under which the settings, the commands and the server are known. */
export const SECTION = 'opscope';

/** The folders of the tree that are read; empty means all of it. */
export function foldersSetting(): readonly string[] {
  return workspace.getConfiguration(SECTION).get<readonly string[]>('folders', []);
}

/** The settings as the server starts with them; later changes it asks for with `workspace/configuration`. */
export function initialSettings(context: ExtensionContext): Settings {
  const settings = workspace.getConfiguration(SECTION);
  return {
    ops: settings.get('ops', []),
    contextStructs: settings.get('contextStructs', []),
    folders: foldersSetting(),
    tree: settings.get('tree', ''),
    lens: {
      fields: settings.get('lens.fields', true),
      tables: settings.get('lens.tables', true),
      functions: settings.get('lens.functions', true),
      ioctls: settings.get('lens.ioctls', true),
      patches: settings.get('lens.patches', true),
    },
    inlayHints: { dispatch: settings.get('inlayHints.dispatch', true) },
    check: {
      enable: settings.get('check.enable', true),
      severity: settings.get('check.severity', {}),
      exclude: settings.get('check.exclude', []),
      scope: settings.get('check.scope', 'changed'),
      base: settings.get('check.base', ''),
      patches: settings.get('check.patches', true),
    },
    config: settings.get('config', ''),
    link: settings.get('link', ''),
    cacheFolder: context.globalStorageUri.fsPath,
    trusted: workspace.isTrusted,
    watchesFiles: true,
    showsSettingProblems: true,
    linksInHovers: true,
    asksSymbolsAgain: true,
  };
}
