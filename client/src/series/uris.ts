import { Uri } from 'vscode';

/** The scheme of files as they are in front of a patch, or with it. */
export const SERIES = 'opscope-series';

/** A file of a series that is open. */
export interface SeriesPlace {
  readonly id: number;
  readonly n: number;
  readonly side: 'before' | 'after';
  readonly file: string;
}

/** The path of the URI is that of the file, so that its name and its language are seen. */
export function seriesUri({ id, n, side, file }: SeriesPlace): Uri {
  return Uri.from({ scheme: SERIES, path: `/${file}`, query: `${id}/${n}/${side}` });
}

/** What such a URI stands for; undefined for any other. */
export function seriesPlace({ scheme, path, query }: Uri): SeriesPlace | undefined {
  const [, id, n, side] = /^(\d+)\/(\d+)\/(before|after)$/.exec(query) ?? [];
  if (scheme !== SERIES || id === undefined) return undefined;
  return { id: Number(id), n: Number(n), side: side === 'before' ? 'before' : 'after', file: path.slice(1) };
}
