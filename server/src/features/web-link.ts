/** Addresses of lines on the web, for mails and chats: by a template that says where a version of the kernel can be read. */

/** Where kernels can be read, unless a setting says another place. */
export const LINK_TEMPLATE = 'https://elixir.bootlin.com/linux/v{version}/source/{path}#L{line}';

/** What a template may name. */
const NAMES = ['version', 'path', 'line'] as const;

/** A line of a file in some version of the kernel, by the name that its tag has: 6.12 is `v6.12`, not `v6.12.0`. */
export function webLink(template: string, version: string, path: string, line: number): string {
  const values: Readonly<Record<string, string>> = {
    version: encodeURI(version.replace(/^(\d+\.\d+)\.0(?!\d)/, '$1')),
    path: path.split('/').map(encodeURIComponent).join('/'),
    line: String(line),
  };
  return template.replace(/\{(\w+)\}/g, (written, name: string) => values[name] ?? written);
}

/** Whether a template says where: an address of the web that names a path, and nothing that there is not. */
export function isLinkTemplate(template: string): boolean {
  const named = [...template.matchAll(/\{(\w*)\}/g)].map(([, name]) => name);
  return (
    /^https?:\/\//.test(template) &&
    named.includes('path') &&
    named.every((name) => NAMES.some((each) => each === name))
  );
}
