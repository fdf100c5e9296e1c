/**
 * What SARIF 2.1.0 (an OASIS standard) says of the objects that opscope writes, as a JSON schema: the properties that there are,
 * those that have to be there, and their values. The standard's own schema is not vendored: no package has it under a licence
 * that fits. As there, a property that the standard does not have is an error.
 */

type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: 'string' };
const OPEN: Schema = {};
const COUNT: Schema = { type: 'integer', minimum: -1 };
const FROM_ONE: Schema = { type: 'integer', minimum: 1 };

function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

function list(name: string): Schema {
  return { type: 'array', items: ref(name) };
}

/** An object with these properties; `others` names those that the standard has and opscope does not write. */
function object(required: readonly string[], own: Readonly<Record<string, Schema>>, others = ''): Schema {
  const unused = others.split(' ').filter((name) => name !== '');
  const properties = { ...Object.fromEntries([...unused, 'properties'].map((name) => [name, OPEN])), ...own };
  return { type: 'object', additionalProperties: false, required: [...required], properties };
}

export const SARIF_SCHEMA: Schema = {
  ...object(
    ['version', 'runs'],
    { $schema: { type: 'string', format: 'uri' }, version: { const: '2.1.0' }, runs: list('run') },
    'inlineExternalProperties',
  ),
  $defs: {
    run: object(
      ['tool'],
      {
        tool: ref('tool'),
        results: list('result'),
        columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        originalUriBaseIds: { type: 'object', additionalProperties: ref('artifactLocation') },
      },
      'invocations conversion language versionControlProvenance artifacts logicalLocations graphs automationDetails ' +
        'runAggregates baselineGuid redactionTokens defaultEncoding defaultSourceLanguage newlineSequences ' +
        'externalPropertyFileReferences threadFlowLocations taxonomies addresses translations policies webRequests ' +
        'webResponses specialLocations',
    ),
    tool: object(['driver'], { driver: ref('toolComponent') }, 'extensions'),
    toolComponent: object(
      ['name'],
      { name: TEXT, version: TEXT, rules: { ...list('reportingDescriptor'), uniqueItems: true } },
      'guid organization product productSuite shortDescription fullDescription fullName semanticVersion ' +
        'dottedQuadFileVersion releaseDateUtc downloadUri informationUri globalMessageStrings notifications taxa locations ' +
        'language contents isComprehensive localizedDataSemanticVersion minimumRequiredLocalizedDataSemanticVersion ' +
        'associatedComponent translationMetadata supportedTaxonomies',
    ),
    reportingDescriptor: object(
      ['id'],
      { id: TEXT, shortDescription: ref('multiformatMessageString') },
      'deprecatedIds guid deprecatedGuids name deprecatedNames fullDescription messageStrings defaultConfiguration helpUri ' +
        'help relationships',
    ),
    multiformatMessageString: object(['text'], { text: TEXT }, 'markdown'),
    result: object(
      ['message'],
      {
        ruleId: TEXT,
        ruleIndex: COUNT,
        level: { enum: ['none', 'note', 'warning', 'error'] },
        message: ref('message'),
        locations: list('location'),
        relatedLocations: { ...list('location'), uniqueItems: true },
        suppressions: { ...list('suppression'), uniqueItems: true },
      },
      'rule kind analysisTarget guid correlationGuid occurrenceCount partialFingerprints fingerprints stacks codeFlows graphs ' +
        'graphTraversals baselineState rank attachments hostedViewerUri workItemUris provenance fixes taxa webRequest webResponse',
    ),
    message: {
      ...object([], { text: TEXT }, 'markdown id arguments'),
      anyOf: [{ required: ['text'] }, { required: ['id'] }],
    },
    location: object(
      [],
      {
        id: COUNT,
        message: ref('message'),
        physicalLocation: ref('physicalLocation'),
        logicalLocations: { ...list('logicalLocation'), uniqueItems: true },
      },
      'annotations relationships',
    ),
    physicalLocation: {
      ...object([], { artifactLocation: ref('artifactLocation'), region: ref('region') }, 'address contextRegion'),
      anyOf: [{ required: ['artifactLocation'] }, { required: ['address'] }],
    },
    artifactLocation: object(
      [],
      { uri: { type: 'string', format: 'uri-reference' }, uriBaseId: TEXT },
      'index description',
    ),
    region: object(
      [],
      { startLine: FROM_ONE, startColumn: FROM_ONE, endLine: FROM_ONE, endColumn: FROM_ONE },
      'charOffset charLength byteOffset byteLength snippet message sourceLanguage',
    ),
    logicalLocation: object([], { name: TEXT, kind: TEXT }, 'index fullyQualifiedName decoratedName parentIndex'),
    suppression: object(
      ['kind'],
      { kind: { enum: ['inSource', 'external'] }, justification: TEXT },
      'guid status location',
    ),
  },
};
