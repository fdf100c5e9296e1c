import { cleanUp } from '../../harness/cleanup.ts';
import { openPackaged, sampleTree } from './packaged.ts';

const T = performance.now();
const lap = (w: string) => console.log(w, Math.round(performance.now() - T));
try {
  const bench = await openPackaged(process.argv[2] ?? sampleTree);
  lap('open');
  bench.page.setDefaultTimeout(9000);
  await bench.openFile('mm/shmem.c', 65);
  lap('file');
  const lens = await bench.lens('vm_uffd_ops.alloc_folio for shmem · also anon, kvm_gmem');
  lap('lens');
  await bench.screenshot('z0');
  await lens.click();
  await bench.page.locator('.peekview-widget').getByText('userfaultfd.c').first().waitFor().catch(console.log);
  await bench.screenshot('z1');
  await bench.page.keyboard.press('Escape');
  await bench.runCommand('opscope: Go to Hook...');
  await bench.page.locator('.quick-input-widget input').first().fill('alloc_folio');
  await bench.page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
  console.log(await bench.page.locator('.quick-input-widget .monaco-list-row').allTextContents());
  await bench.screenshot('z2');
  lap('end');
} finally {
  await cleanUp();
}
