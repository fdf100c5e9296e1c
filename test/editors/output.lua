-- Takes the command's output as that of a compiler, as a person does, and writes what came of it to $OPSCOPE_ANSWERS as JSON.
local tree = vim.env.OPSCOPE_SAMPLE
vim.cmd('cd ' .. tree)

local function places()
  local found = {}
  for _, item in ipairs(vim.fn.getqflist()) do
    if item.valid == 1 then
      local name = vim.api.nvim_buf_get_name(item.bufnr)
      table.insert(found, ('%s:%d:%d'):format(name:sub(#tree + 2), item.lnum, item.col))
    end
  end
  return found
end

local answers = {}
vim.o.makeprg = 'opscope check'
vim.cmd('silent make!')
answers.check = places()
for _, list in ipairs({ 'tables', 'dispatch', 'calls mm/shmem.c' }) do
  vim.cmd(("cgetexpr system('opscope %s')"):format(list))
  answers[list] = places()
end
vim.fn.writefile({ vim.fn.json_encode(answers) }, vim.env.OPSCOPE_ANSWERS)
vim.cmd('qall!')
