-- For vim.lsp.enable('opscope'), Neovim 0.11 and later. What differs is set with vim.lsp.config('opscope', { ... }).
return {
  cmd = { 'opscope', 'lsp', '--stdio' },
  filetypes = { 'c', 'cpp', 'diff', 'mail' }, -- Neovim takes kernel headers for C++
  root_markers = { 'MAINTAINERS' }, -- the root of a kernel tree has one
  workspace_required = true,
}
