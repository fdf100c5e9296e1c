/** Texts that are likely to upset a lexer or a parser. */
export const splinters = [
  ...['{', '}', '(', ')', ';', ',', '"', "'", '/*', '*/', '//', '\\\n', '\\', '#', '=', '&', '*', '[', ']', ':', '?'],
  ...[
    '\n#if 0\n',
    '\n#else\n',
    '\n#endif\n',
    '\n#define X(a, b) a##b {\n',
    '\n#include "',
    'struct {',
    'static const ',
  ],
  ...['\0', '\r', '\r\n', '\t', '\ufeff', '\ufffd', '\ud83d\ude00', '\ud800', 'é', '...', '->', '.x = ', 'do', 'case '],
  ...[
    'typedef ',
    'union {',
    '= {',
    '((((((((((((((((',
    '{{{{{{{{{{{{{{{{',
    '[[[[[[[[[[',
    'struct_group(',
    '__attribute__((',
  ],
];
