/** Texts that a form of output could take for more than text, and what a person sees of them. */

/** What must not reach any output as it is: it is obeyed by a terminal, hides, or reorders what stands around it. */
export const RAW = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\p{NChar}]/u;

/** Texts that only look like marks: what is shown of them is themselves. */
export const MARKED: readonly string[] = [
  '"quoted" \'and\' `ticks` ``two`` ```',
  '<b onload="x()">&lt;&amp;&#65;</b> <!-- --> ]]> <![CDATA[x',
  '![picture](http://evil.invalid/x.png) [run](command:workbench.action.quit) <http://evil.invalid>',
  '**bold** _thin_ ~~gone~~ # head | cell | $(zap) $$x^2$$ \\n \\l \\N \\" \\',
  '%%{init: {"theme": "dark"}}%% %% comment; end style x: #fff; classDef a: #abc; fa:fa-car',
  'a]b)c}d{e(f[g|h>i;j#k;l&m%20n?o=p',
  '- item',
  '1. item',
  '::error file=x::y ##[group]z ##vso[task.x]',
  'javascript:alert(1) C:\\new\\table',
];

/** Texts that are shown in another form. */
export const HIDDEN: readonly (readonly [text: string, shown: string])[] = [
  ['a\x1b[31mred\x1b]0;title\x07', 'a\\x1b[31mred\\x1b]0;title\\x07'],
  ['one\r\ntwo\tthree', 'one\\r\\ntwo\\tthree'],
  ['if (\u202ex\u2066y\u2069)', 'if (\\u202ex\\u2066y\\u2069)'],
  ['ad\u200bmin\ufeff', 'ad\\u200bmin\\ufeff'],
  ['\u2028\u2029\x9b\x00', '\\u2028\\u2029\\x9b\\x00'],
  ['half \ud83d \uffff', 'half \\ud83d \\uffff'],
];

/** All of them, with what is shown. */
export const NASTY: readonly (readonly [text: string, shown: string])[] = [
  ...MARKED.map((text) => [text, text] as const),
  ...HIDDEN,
];
