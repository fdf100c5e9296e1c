import type { Methods } from '../../server/src/protocol/requests.ts';

/** What the messages between the extension and the server are called. */
export const METHODS: Methods = {
  matrix: 'opscope/matrix',
  siblings: 'opscope/siblings',
  names: 'opscope/names',
  graph: 'opscope/graph',
  graphAt: 'opscope/graphAt',
  reach: 'opscope/reach',
  compare: 'opscope/compare',
  sideText: 'opscope/sideText',
  review: 'opscope/review',
  reviewText: 'opscope/reviewText',
  reviewReply: 'opscope/reviewReply',
  reviewClose: 'opscope/reviewClose',
  revisions: 'opscope/revisions',
  status: 'opscope/status',
  changed: 'opscope/changed',
  settings: 'opscope/settings',
};
