-- Uses the plugin in editors/nvim as a person does, and writes what came of it to $OPSCOPE_ANSWERS as JSON.
local tree = vim.env.OPSCOPE_SAMPLE
local answers = {}

local function wait(what, condition)
  local last
  local held = vim.wait(30000, function()
    last = condition()
    return last
  end, 20)
  if not held then error('waited in vain for ' .. what) end
  return last
end

--- What Neovim from 0.11 on does with lsp/opscope.lua.
local function start()
  local config = dofile(vim.api.nvim_get_runtime_file('lsp/opscope.lua', false)[1])
  answers.config = config
  local id = vim.lsp.start_client({ name = 'opscope', cmd = config.cmd, root_dir = tree })
  vim.lsp.buf_attach_client(0, id)
  wait('the server', function() return vim.lsp.get_client_by_id(id).initialized end)
end

local function open(file) vim.cmd('edit ' .. vim.fn.fnameescape(tree .. '/' .. file)) end

--- Puts the cursor on the first place that a pattern matches from the top.
local function at(pattern)
  vim.fn.cursor(1, 1)
  if vim.fn.search(pattern, 'cW') == 0 then error('no ' .. pattern) end
end

--- The text that a command shows in a buffer of its own.
local function shown(command)
  vim.cmd('only')
  open('mm/shmem.c')
  at([[\.\zsalloc_folio]])
  vim.cmd(command)
  return wait('the buffer of ' .. command, function()
    return vim.bo.filetype == 'opscope' and vim.api.nvim_buf_get_lines(0, 0, -1, false)
  end)
end

--- What a command says in place of a text.
local function told(command)
  local said
  local notify = vim.notify
  vim.notify = function(message) said = message end
  vim.cmd(command)
  wait('a message of ' .. command, function() return said end)
  vim.notify = notify
  return said
end

local function run()
  vim.o.columns = 200
  answers.before = told('OpscopeReach')
  open('mm/shmem.c')
  start()
  answers.matrix = shown('OpscopeMatrix')
  answers.other = shown('OpscopeMatrix file_operations')
  answers.reach = shown('OpscopeReach')
  answers.explain = shown('OpscopeExplain')
  answers.named = shown('OpscopeExplain UFFDIO_COPY')
  answers.graph = shown('OpscopeGraph UFFDIO_COPY')
  answers.readonly = not vim.bo.modifiable and vim.bo.buftype
  at([[shmem_mfill_folio_alloc]])
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('<CR>', true, false, true), 'x', false)
  answers.jump = vim.api.nvim_buf_get_name(0):sub(#tree + 2) .. ':' .. vim.fn.line('.')
  answers.atCursor = shown('OpscopeGraph')
  answers.unknown = told('OpscopeGraph nothing_of_the_name')
  vim.cmd('only')
  open('mm/shmem.c')
  at([[\.\zsalloc_folio]])
  vim.cmd('OpscopeLink a')
  answers.link = wait('the register', function() return vim.fn.getreg('a') ~= '' and vim.fn.getreg('a') end)
end

local fine, problem = pcall(run)
if not fine then answers.problem = problem end
vim.fn.writefile({ vim.json.encode(answers) }, vim.env.OPSCOPE_ANSWERS)
if not fine then io.stderr:write(tostring(problem) .. '\n') end
vim.cmd(fine and 'qall!' or 'cquit!')
