/** What answers lack is written to the client's output channel, once, wherever edits move it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CodeLensRequest } from 'vscode-languageserver/node';
import { sampleText, serve } from './sample.ts';

const path = 'mm/shmem.c';
const text = sampleText(path);
const deep = (name: string) =>
  `\nstatic int ${name}(struct vm_area_struct *vma)\n{\n\treturn ${'('.repeat(3000)}vma->vm_ops->uffd_ops->can_userfault(vma, 0)${')'.repeat(3000)};\n}\n`;

interface Message {
  readonly type: number;
  readonly message: string;
}

describe('a function that is lost in an open file', () => {
  test('is told of once as a warning, and counted in the status', async (t) => {
    const server = await serve(t);
    const isGap = ({ message }: Message) => message.includes('is left out');
    const lenses = () => server.request(CodeLensRequest.type, { textDocument: server.document(path) });
    await server.open(path, text + deep('first'));
    assert.notEqual((await lenses())?.length, 0);
    const told = await server.waitFor<Message>('window/logMessage', isGap);
    assert.match(told.message, /^opscope: mm\/shmem\.c:\d+: the function first\(\) is left out: /);
    assert.equal(told.type, 2);
    await server.change(path, `${text}\n\n${deep('first')}`);
    await lenses();
    await server.change(path, `${text}\n\n${deep('first')}${deep('second')}`);
    await lenses();
    const next = await server.waitFor<Message>('window/logMessage', isGap);
    assert.match(next.message, /the function second\(\) is left out/);
    await server.waitFor<{ message: string }>('opscope/status', ({ message }) => /[12] places? left out/.test(message));
  });
});
