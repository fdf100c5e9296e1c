-- The commands of opscope, and what its lenses do.
if vim.g.loaded_opscope then return end
vim.g.loaded_opscope = true

local function command(name, run, desc)
  vim.api.nvim_create_user_command(name, function(given) require('opscope')[run](given.args) end, {
    nargs = '?',
    desc = desc,
  })
end

command('OpscopeMatrix', 'matrix', 'hooks by memory types, of an ops struct')
command('OpscopeGraph', 'graph', 'the call graph of an ioctl, a hook or a function, or of what the cursor is on')
command('OpscopeReach', 'reach', 'what each ioctl can run')
command('OpscopeExplain', 'explain', 'what is known of a name, or of what the cursor is on')
command('OpscopeLink', 'link', 'the address of this line on the web, into a register')

for name, run in pairs(require('opscope').lenses) do
  vim.lsp.commands[name] = vim.lsp.commands[name] or run
end
