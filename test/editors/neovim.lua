-- Does in Neovim what a person does, and writes what came of it to $OPSCOPE_ANSWERS as JSON.
local tree = vim.env.OPSCOPE_SAMPLE
local answers = {}

--- Waits until a condition holds; what it returned last is returned.
local function wait(what, condition)
  local last
  local held = vim.wait(30000, function()
    last = condition()
    return last
  end, 20)
  if not held then error('waited in vain for ' .. what) end
  return last
end

local function open(file)
  vim.cmd('edit ' .. vim.fn.fnameescape(tree .. '/' .. file))
  wait('a server', function()
    for _, client in pairs(vim.lsp.buf_get_clients(0)) do
      if client.initialized then return true end
    end
  end)
end

--- Puts the cursor on the first place that a pattern matches from the top.
local function at(pattern)
  vim.fn.cursor(1, 1)
  if vim.fn.search(pattern, 'cW') == 0 then error('no ' .. pattern) end
end

local function relative(path)
  return (vim.fn.fnamemodify(path, ':p'):gsub('^' .. vim.pesc(tree .. '/'), ''))
end

local function here()
  return relative(vim.api.nvim_buf_get_name(0)) .. ':' .. vim.fn.line('.')
end

local function quickfix()
  local found = {}
  for _, item in ipairs(vim.fn.getqflist()) do
    table.insert(found, relative(vim.fn.bufname(item.bufnr)) .. ':' .. item.lnum)
  end
  table.sort(found)
  return found
end

--- What a request puts into the quickfix list.
local function listed(request)
  vim.fn.setqflist({}, 'f')
  request()
  return wait('the quickfix list', function()
    local found = quickfix()
    return #found > 0 and found
  end)
end

--- The lenses of the buffer as `line: title`, once one of them matches. A refresh is asked for each time, as Neovim
--- drops one that comes while another is under way.
local function lenses(pattern)
  return wait('a lens like ' .. pattern, function()
    vim.lsp.codelens.refresh()
    local found, matched = {}, false
    for _, lens in ipairs(vim.lsp.codelens.get(0)) do
      local text = (lens.range.start.line + 1) .. ': ' .. lens.command.title
      table.insert(found, text)
      matched = matched or text:find(pattern, 1, true)
    end
    table.sort(found)
    return matched and found
  end)
end

--- The diagnostics of the buffer as `line: rule, source`, once there are as many.
local function findings(count)
  return wait(count .. ' diagnostics', function()
    local found = {}
    for _, each in ipairs(vim.diagnostic.get(0)) do
      table.insert(found, (each.lnum + 1) .. ': ' .. each.user_data.lsp.code .. ', ' .. each.source)
    end
    table.sort(found)
    return #found == count and found
  end)
end

local function run()
  open('mm/shmem.c')
  answers.clients = {}
  for _, client in pairs(vim.lsp.get_active_clients()) do table.insert(answers.clients, client.name) end

  at([[\.\zsalloc_folio]])
  answers.implementation = listed(vim.lsp.buf.implementation)
  vim.cmd('cclose')
  open('mm/shmem.c')
  at([[\.\zsalloc_folio]])
  answers.references = listed(vim.lsp.buf.references)
  vim.cmd('cclose')

  open('mm/shmem.c')
  at([[\.\zsalloc_folio]])
  vim.lsp.buf.hover()
  answers.hover = wait('a hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        return vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      end
    end
  end)

  at([[\.\zsalloc_folio]])
  vim.lsp.buf.definition()
  answers.definition = { wait('the definition', function()
    return here():find('userfaultfd_k.h', 1, true) and here()
  end) }
  answers.header = lenses('alloc_folio: shmem')

  open('mm/shmem.c')
  answers.lenses = lenses('shmem: 5 of 5 hooks')
  at([[shmem_mfill_folio_alloc(struct]])
  answers.lensPlaces = listed(vim.lsp.codelens.run)
  vim.cmd('cclose')
  open('mm/shmem.c')
  at([[shmem_get_folio_noalloc(struct]])
  vim.lsp.codelens.run()
  answers.lensJump = wait('the jump', function()
    return here():find('guest_memfd.c', 1, true) and here()
  end)

  answers.symbols = listed(function() vim.lsp.buf.workspace_symbol('shmem_uffd_ops') end)
  vim.cmd('cclose')

  open('mm/shmem.c')
  at([[\.filemap_add]])
  vim.cmd('delete')
  answers.edited = lenses('shmem: 4 of 5 hooks')

  open('drivers/misc/glimpse/glimpse.c')
  answers.findings = findings(4)
  local first = vim.diagnostic.get(0)[1].user_data.lsp
  local params = vim.lsp.util.make_range_params()
  params.range = { start = { line = 16, character = 0 }, ['end'] = { line = 16, character = 0 } }
  params.context = { diagnostics = { {
    range = params.range, message = '', code = first.code, source = 'opscope',
  } } }
  for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 30000)) do
    answers.action = answer.result[1].title
    vim.lsp.util.apply_workspace_edit(answer.result[1].edit, 'utf-16')
  end
  answers.suppressed = findings(1)
end

local fine, problem = pcall(run)
if not fine then answers.problem = problem end
vim.fn.writefile({ vim.json.encode(answers) }, vim.env.OPSCOPE_ANSWERS)
if not fine then io.stderr:write(tostring(problem) .. '\n') end
vim.cmd(fine and 'qall!' or 'cquit!')
