-- opscope in Neovim, 0.7 and later: answers as text in buffers of their own. plugin/opscope.lua has the commands.
local M = {}

--- The client that serves a buffer, else any of opscope's, or nil.
local function client_of(buf)
  local any
  for _, client in pairs((vim.lsp.get_clients or vim.lsp.get_active_clients)()) do
    if client.name == 'opscope' then
      if vim.lsp.buf_is_attached(buf, client.id) then return client end
      any = any or client
    end
  end
  return any
end

local function say(message) vim.notify('opscope: ' .. message, vim.log.levels.ERROR) end

--- Runs a command of the server that answers with text, and hands that on.
local function ask(command, argument, take)
  local client = client_of(0)
  if not client then return say('no server runs; open a file of a kernel tree first') end
  local params = { command = 'opscope.' .. command .. 'Text', arguments = { argument } }
  local function answered(problem, text)
    if problem then return say(problem.message) end
    take(text, client)
  end
  if vim.fn.has('nvim-0.11') == 1 then return client:request('workspace/executeCommand', params, answered) end
  client.request('workspace/executeCommand', params, answered)
end

--- What the cursor is on, as the server is asked about it.
local function at_cursor()
  local client = client_of(0)
  return client and vim.lsp.util.make_position_params(0, client.offset_encoding)
end

--- The first `file:line` that the cursor is on, or that comes after it in its line.
local function place_here()
  local line, column = vim.api.nvim_get_current_line(), vim.fn.col('.')
  local from = 1
  while true do
    local first, last, file, number = line:find('([%w%._/%-+]+%.%w+):(%d+)', from)
    if not first then return nil end
    if last >= column then return file, tonumber(number) end
    from = last + 1
  end
end

--- Goes from a text to the file that it names, in the window that the text was asked for in.
local function go_to(root)
  local file, line = place_here()
  if not file then return say('no file is named here') end
  vim.cmd('wincmd p')
  vim.cmd('edit +' .. line .. ' ' .. vim.fn.fnameescape(root .. '/' .. file))
end

--- Shows a text in a buffer of its own. Enter goes to the file that a line names, q closes it.
local function show(name, text, client)
  vim.cmd('new')
  local buf = vim.api.nvim_get_current_buf()
  vim.bo[buf].buftype = 'nofile'
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].swapfile = false
  vim.wo.wrap = false
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, vim.split(text:gsub('\n$', ''), '\n'))
  vim.bo[buf].modifiable = false
  vim.bo[buf].filetype = 'opscope'
  -- Two of one name cannot be: the second stays without.
  pcall(vim.api.nvim_buf_set_name, buf, 'opscope://' .. name)
  vim.keymap.set('n', '<CR>', function() go_to(client.config.root_dir) end, { buffer = buf })
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buf })
end

--- Shows what a command answers about a name, or about something else where none is given.
local function shown(command, name, otherwise)
  local argument = name ~= '' and name or otherwise() or vim.empty_dict()
  ask(command, argument, function(text, client) show(command .. '/' .. name, text, client) end)
end

local function as_wide_as_the_window() return { width = vim.api.nvim_win_get_width(0) } end

function M.matrix(name)
  local wide = as_wide_as_the_window()
  if name ~= '' then wide.ops = name end
  ask('matrix', wide, function(text, client) show('matrix/' .. name, text, client) end)
end

function M.graph(name) shown('graph', name, at_cursor) end

function M.reach(name) shown('reach', name, vim.empty_dict) end

function M.explain(name) shown('explain', name, at_cursor) end

--- Puts the address of the line into a register, that of the clipboard unless another is named.
function M.link(register)
  ask('link', at_cursor() or vim.empty_dict(), function(address)
    vim.fn.setreg(register ~= '' and register or (vim.fn.has('clipboard') == 1 and '+' or '"'), address)
    vim.api.nvim_echo({ { address } }, false, {})
  end)
end

--- What lenses do, by the command that they carry.
M.lenses = {
  --- Goes to the only place, or lists several in the quickfix window.
  ['opscope.showLocations'] = function(command, ctx)
    local client = vim.lsp.get_client_by_id(ctx.client_id)
    local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
    vim.fn.setqflist({}, ' ', { title = 'opscope', items = items })
    vim.cmd(#items == 1 and 'cfirst' or 'copen')
  end,

  --- The call graph of an ioctl.
  ['opscope.showGraph'] = function(command)
    local subject = command.arguments[1]
    ask('graph', subject, function(text, client) show('graph/' .. (subject.ioctl or ''), text, client) end)
  end,
}

return M
