/**
 * The bill of materials of what ships (CycloneDX): what npm says of the packages that are bundled, and nothing of the others. What
 * differs from one run or machine to the next is left out, so that the same source makes the same bytes.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packageFacts } from './notices.mjs';

/** The bill for the packages in some folders, as text. */
export async function sbom(root, folders) {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, maxBuffer: 1 << 26 });
  const shipped = new Set(folders.map((folder) => refOf(packageFacts(root, folder))));
  return `${JSON.stringify(bill(JSON.parse(stdout), shipped), null, 2)}\n`;
}

const refOf = ({ name, version }) => `${name}@${version}`;

const byRef = (key) => (a, b) => (a[key] < b[key] ? -1 : 1);

/** npm's bill, narrowed to what is shipped. */
function bill({ serialNumber: _, metadata, components, dependencies, ...rest }, shipped) {
  const own = metadata.component['bom-ref'];
  const parts = components.filter((each) => shipped.has(each['bom-ref']));
  const missing = [...shipped].filter((ref) => !parts.some((each) => each['bom-ref'] === ref));
  if (missing.length > 0) throw new Error(`npm's bill of materials has no ${missing.join(', ')}`);
  return {
    ...rest,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      tools: metadata.tools.map(({ vendor, name }) => ({ vendor, name })),
      // npm names it after the folder, which may be any.
      component: { ...metadata.component, name: own.slice(0, own.lastIndexOf('@')) },
    },
    components: parts.map(component).sort(byRef('bom-ref')),
    dependencies: dependencies.flatMap((each) => narrowed(each, own, shipped)).sort(byRef('ref')),
  };
}

/** To npm all are for development alone, since nothing is installed with opscope; what is bundled is a part of it. */
function component({ properties: _, ...each }) {
  return { ...each, scope: 'required' };
}

/** What one of them needs of the others; opscope itself needs each. */
function narrowed({ ref, dependsOn }, own, shipped) {
  if (ref === own) return [{ ref, dependsOn: [...shipped].sort() }];
  return shipped.has(ref) ? [{ ref, dependsOn: dependsOn.filter((each) => shipped.has(each)).sort() }] : [];
}
