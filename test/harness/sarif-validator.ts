/** Processors that @microsoft/sarif-multitool brings a validator for. */
const BUILT_FOR: Readonly<Record<string, readonly string[]>> = {
  linux: ['x64'],
  win32: ['x64'],
  darwin: ['x64', 'arm64'],
};

/** Whether there is a validator of SARIF logs for this machine; without it only the schema is tested, but on CI (needs.ts). */
export const hasValidator = BUILT_FOR[process.platform]?.includes(process.arch) ?? false;
