/** What becomes of objects and functions that a function is handed: whether it links them where they are called back from later. */
import { growing, query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { StructDef } from '../language/types.ts';
import { callbackOf, callbackParts } from '../uses/callbacks.ts';
import { holderKey, hookKey } from '../uses/holders.ts';
import { type Argument, type Hand, type HookSet, ObjectUseReader, type ObjectUses } from '../uses/object-uses.ts';
import type { Source } from '../uses/sources.ts';
import { type Spot, type Step, stepsText } from '../uses/spots.ts';
import { Bodies, type Body } from './bodies.ts';
import { Resolver } from './ops.ts';

/** What a function does with objects, by what stands in it. */
export function objectUsesOf(snapshot: Snapshot, body: Body): ObjectUses {
  return snapshot.get(USES, body);
}

const USES = query('what a function does with objects', (snapshot: Snapshot, { fn, place }: Body): ObjectUses => {
  return new ObjectUseReader(Resolver.of(snapshot).expressions).read({ fn, place, macro: null });
});

/** The definitions that a call can mean. */
function calleesOf(snapshot: Snapshot, { callee, file }: Hand): readonly Body[] {
  return new Bodies(Resolver.of(snapshot)).anywhere(callee, file);
}

/** Whether a call is of a function that takes a pointer to a struct. */
export function takes(snapshot: Snapshot, hand: Hand, index: number, struct: StructDef): boolean {
  const { types } = Resolver.of(snapshot).expressions;
  return calleesOf(snapshot, hand).some(({ fn, file }) => {
    const type = fn.params[index]?.type;
    return type !== undefined && types.structOf(types.pointee({ type, file })) === struct;
  });
}

/** Whether a call links what an argument points to, at these members of it. */
export function isKept(snapshot: Snapshot, hand: Hand, index: number, members: readonly string[]): boolean {
  return calleesOf(snapshot, hand).some((body) => snapshot.get(KEEPS, body, index, members.join('.')));
}

const KEEPS = growing(
  'whether a function links what it is handed',
  false,
  (snapshot: Snapshot, body: Body, index: number, members: string): boolean => {
    const { stores, reads, hands } = objectUsesOf(snapshot, body);
    const type = body.fn.params[index]?.type;
    // What is kept as bytes has no hook that could be called.
    if (!type || (type.k === 'pointer' && type.to.k === 'name' && type.to.name === 'void')) return false;
    const isIt = ({ root, steps }: Spot): boolean =>
      root.k === 'param' && root.index === index && stepsText(steps) === members;
    if (reads.some(isIt)) return false;
    if (stores.some(({ spot }) => isIt(spot))) return true;
    const keeping = handsOn(hands, index, members).filter(({ hand, at, rest }) => isKept(snapshot, hand, at, rest));
    return keeping.some((each) => !isTakenOut(snapshot, each, handsOn(hands, index, members)));
  },
);

/** A call that is handed what a parameter points to, or a part of it, with what is left of the way. */
interface HandedOn {
  readonly hand: Hand;
  readonly at: number;
  readonly rest: readonly string[];
}

function handsOn(hands: readonly Hand[], index: number, members: string): readonly HandedOn[] {
  return hands.flatMap((hand) =>
    hand.args.flatMap(({ spot }, at) => {
      const rest = spot?.root.k === 'param' && spot.root.index === index ? behind(spot.steps, members) : null;
      return rest === null ? [] : [{ hand, at, rest }];
    }),
  );
}

/** Whether what a call only moves from one list to another is taken out behind it. */
function isTakenOut(snapshot: Snapshot, { hand, at, rest }: HandedOn, all: readonly HandedOn[]): boolean {
  if (!unlinks(snapshot, hand, at, rest)) return false;
  return all.some((each) => each.hand.at > hand.at && unlinks(snapshot, each.hand, each.at, each.rest));
}

function unlinks(snapshot: Snapshot, hand: Hand, index: number, members: readonly string[]): boolean {
  return calleesOf(snapshot, hand).some((body) => snapshot.get(UNLINKS, body, index, members.join('.')));
}

const UNLINKS = growing(
  'whether a function takes out what it is handed',
  false,
  (snapshot: Snapshot, body: Body, index: number, members: string): boolean => {
    const { reads, hands } = objectUsesOf(snapshot, body);
    return (
      reads.some(({ root, steps }) => root.k === 'param' && root.index === index && stepsText(steps) === members) ||
      handsOn(hands, index, members).some(({ hand, at, rest }) => unlinks(snapshot, hand, at, rest))
    );
  },
);

/** The members of a way that are left behind some steps; null where these lead elsewhere. */
function behind(steps: readonly Step[], members: string): readonly string[] | null {
  const names = members === '' ? [] : members.split('.');
  return steps.every(({ member }, i) => names[i] === member) ? names.slice(steps.length) : null;
}

/** What a function sets of objects, by itself and by those that it hands them to. */
export function setsOf(snapshot: Snapshot, body: Body): readonly HookSet[] {
  return snapshot.get(SETS, body);
}

const SETS = growing('hooks that a function sets', [], (snapshot: Snapshot, body: Body): readonly HookSet[] => {
  const { sets, hands } = objectUsesOf(snapshot, body);
  return distinct([...sets, ...hands.flatMap((hand) => (mayBeSet(snapshot, hand) ? handedSets(snapshot, hand) : []))]);
});

/** Each once: by each way that functions hand an object on it is found again, and the ways double at each that calls two. */
function distinct(sets: readonly HookSet[]): readonly HookSet[] {
  return [...new Map(sets.map((set) => [setKey(set), set])).values()];
}

function setKey({ object: { root, steps }, struct, field, from, file, at }: HookSet): string {
  const sources = from.map((each) => (each.k === 'function' ? each.name : holderKey(each)));
  return JSON.stringify([root, stepsText(steps), hookKey(struct, field), sources, file.path, at]);
}

/** Whether a call may set hooks of what it is handed: it is handed a function too, or what is called back itself. */
function mayBeSet(snapshot: Snapshot, { args }: Hand): boolean {
  return args.some(
    ({ struct, functions }) => functions.length > 0 || (struct !== null && callbackParts(snapshot, struct).length > 0),
  );
}

function handedSets(snapshot: Snapshot, hand: Hand): readonly HookSet[] {
  const { args, at } = hand;
  return calleesOf(snapshot, hand).flatMap((body) =>
    setsOf(snapshot, body).flatMap((set) => {
      const object = spotIn(set, args);
      return set.from.flatMap((source) => {
        const from = object ? sourcesIn(source, body, args) : [];
        const file = source.k === 'param' ? hand.file : set.file;
        return object && from.length > 0 ? [{ ...set, object, from, file, at }] : [];
      });
    }),
  );
}

/** An object that a callee sets a hook of, as the caller names it; null where it is none of the caller's. */
function spotIn({ object, from }: HookSet, args: readonly Argument[]): Spot | null {
  const { root, steps } = object;
  // What the callee names by itself is what it is; which function it gets, the caller says.
  if (root.k !== 'param') return root.k !== 'local' && from.some(({ k }) => k === 'param') ? object : null;
  const given = args[root.index]?.spot;
  return given
    ? { root: given.root, steps: [...given.steps, ...steps.map((each) => ({ ...each, written: false }))] }
    : null;
}

/** What a callee's parameter is, as the caller has it. */
function sourcesIn(source: Source, { name }: Body, args: readonly Argument[]): readonly Source[] {
  if (source.k === 'param') return source.fn.name === name ? (args[source.index]?.functions ?? []) : [];
  return source.k === 'local' ? [] : [source];
}

/** Whether a call keeps a function that it is handed in an object that it links, so that the function is called later. */
export function isDeferred(snapshot: Snapshot, hand: Hand, index: number): boolean {
  return calleesOf(snapshot, hand).some((body) => snapshot.get(DEFERS, body, index));
}

const DEFERS = growing(
  'whether a function keeps a function for later',
  false,
  (snapshot: Snapshot, body: Body, index: number): boolean => {
    const isIt = (source: Source): boolean =>
      source.k === 'param' && source.index === index && source.fn.name === body.name;
    return (
      setsOf(snapshot, body).some(
        ({ object, struct, from }) =>
          from.some(isIt) &&
          (callbackOf(snapshot, struct)?.links ?? []).some((link) => linkedIn(snapshot, body, object, link)),
      ) ||
      objectUsesOf(snapshot, body).hands.some((hand) =>
        hand.args.some(({ functions }, at) => functions.some(isIt) && isDeferred(snapshot, hand, at)),
      )
    );
  },
);

/** Whether a function links an object, by itself or by whom it hands it to. */
function linkedIn(snapshot: Snapshot, body: Body, object: Spot, link: readonly string[]): boolean {
  const { stores, hands } = objectUsesOf(snapshot, body);
  const members = [...object.steps.map(({ member }) => member), ...link].join('.');
  return (
    stores.some(({ spot }) => hasRoot(spot, object) && stepsText(spot.steps) === members) ||
    hands.some((hand) =>
      hand.args.some(({ spot }, at) => {
        const rest = spot && hasRoot(spot, object) ? behind(spot.steps, members) : null;
        return rest !== null && isKept(snapshot, hand, at, rest);
      }),
    )
  );
}

/** Whether two objects of one function begin at the same variable. */
export function hasRoot({ root: a }: Spot, { root: b }: Spot): boolean {
  if (a.k === 'param' && b.k === 'param') return a.index === b.index;
  if (a.k === 'local' && b.k === 'local') return a.key === b.key;
  if (a.k === 'global' && b.k === 'global')
    return a.name === b.name && (a.file === b.file || a.file === null || b.file === null);
  return a.k === 'pointer' && b.k === 'pointer';
}
