"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// test/graph/bits.test.ts
var import_strict = __toESM(require("node:assert/strict"), 1);
var import_node_test = require("node:test");

// server/src/resolve/graph/bits.ts
var ALL = (1n << 64n) - 1n;
function constant(value) {
  return { mask: ALL, value: BigInt.asUintN(64, value) };
}
var NO_BITS = { mask: 0n, value: 0n };
function known(bits) {
  return bits.mask === ALL ? bits.value : null;
}
function meet(a, b) {
  const mask = a.mask & b.mask & (ALL ^ a.value ^ b.value);
  return { mask, value: a.value & mask };
}
function equal(a, b) {
  if (((a.value ^ b.value) & a.mask & b.mask) !== 0n) return false;
  return a.mask === ALL && b.mask === ALL ? true : null;
}
function truth(bits) {
  if (bits.value !== 0n) return true;
  return bits.mask === ALL ? false : null;
}
function truthBits(outcome) {
  return outcome === null ? { mask: ALL ^ 1n, value: 0n } : constant(outcome ? 1n : 0n);
}
function and(a, b) {
  const zeros = a.mask & (ALL ^ a.value) | b.mask & (ALL ^ b.value);
  const ones = a.value & b.value;
  return { mask: zeros | ones, value: ones };
}
function or(a, b) {
  const ones = a.value | b.value;
  const zeros = a.mask & (ALL ^ a.value) & b.mask & (ALL ^ b.value);
  return { mask: zeros | ones, value: ones };
}
function xor(a, b) {
  const mask = a.mask & b.mask;
  return { mask, value: (a.value ^ b.value) & mask };
}
function shiftLeft(a, by) {
  const low = (1n << by) - 1n;
  return { mask: (a.mask << by | low) & ALL, value: a.value << by & ALL };
}
function shiftRight(a, by) {
  const high = ALL ^ ALL >> by;
  return { mask: a.mask >> by | high, value: a.value >> by };
}
var EXACT = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => b === 0n ? null : a / b,
  "%": (a, b) => b === 0n ? null : a % b
};
var ORDER = {
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b
};
function operate(op, a, b) {
  switch (op) {
    case "&":
      return and(a, b);
    case "|":
      return or(a, b);
    case "^":
      return xor(a, b);
    case "==":
      return truthBits(equal(a, b));
    case "!=": {
      const same = equal(a, b);
      return truthBits(same === null ? null : !same);
    }
    default:
      return onNumbers(op, a, b);
  }
}
function onNumbers(op, a, b) {
  const right = known(b);
  if (right === null) return ORDER[op] ? truthBits(null) : NO_BITS;
  if (op === "<<") return right < 64n ? shiftLeft(a, right) : NO_BITS;
  if (op === ">>") return right < 64n ? shiftRight(a, right) : NO_BITS;
  const left = known(a);
  const order = ORDER[op];
  if (order) return truthBits(left === null || (left | right) >> 63n ? null : order(left, right));
  const exact = left === null ? null : EXACT[op]?.(left, right) ?? null;
  return exact === null ? NO_BITS : constant(exact);
}
function literal(text) {
  const number2 = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)[uUlL]*$/.exec(text)?.[1];
  if (number2 === void 0) {
    const letter = /^'([^\\])'$/.exec(text)?.[1];
    return letter === void 0 ? null : BigInt(letter.charCodeAt(0));
  }
  return BigInt(/^0[0-7]+$/.test(number2) ? `0o${number2.slice(1)}` : number2);
}

// test/graph/bits.test.ts
var number = (bits) => known(bits);
(0, import_node_test.describe)("known bits", () => {
  (0, import_node_test.it)("computes constants", () => {
    import_strict.default.equal(number(operate("+", constant(2n), constant(3n))), 5n);
    import_strict.default.equal(number(operate("<<", constant(1n), constant(4n))), 16n);
    import_strict.default.equal(number(operate("<", constant(1n), constant(4n))), 1n);
  });
  (0, import_node_test.it)("keeps what a mask leaves of an unknown value", () => {
    const cleared = operate("&", NO_BITS, constant(~3n));
    const set = operate("|", cleared, constant(2n));
    import_strict.default.equal(number(set), null);
    import_strict.default.equal(number(operate("&", set, constant(3n))), 2n);
  });
  (0, import_node_test.it)("decides a comparison by one bit that differs", () => {
    const odd = operate("|", NO_BITS, constant(1n));
    import_strict.default.equal(equal(odd, constant(4n)), false);
    import_strict.default.equal(equal(odd, constant(5n)), null);
  });
  (0, import_node_test.it)("knows that a value with a bit set is not zero", () => {
    import_strict.default.equal(truth(operate("|", NO_BITS, constant(8n))), true);
    import_strict.default.equal(truth(NO_BITS), null);
    import_strict.default.equal(truth(constant(0n)), false);
  });
  (0, import_node_test.it)("keeps of two values what they agree on", () => {
    const either = meet(constant(4n), constant(6n));
    import_strict.default.equal(number(operate("&", either, constant(5n))), 4n);
    import_strict.default.equal(number(either), null);
  });
  (0, import_node_test.it)("leaves division by zero and the order of negative numbers open", () => {
    import_strict.default.equal(number(operate("/", constant(1n), constant(0n))), null);
    import_strict.default.equal(truth(operate("<", constant(-1n), constant(1n))), null);
  });
  (0, import_node_test.it)("reads literals", () => {
    import_strict.default.deepEqual(["0x10UL", "010", "0b11", "'a'", "1.5"].map(literal), [16n, 8n, 3n, 97n, null]);
  });
});
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLi4vLi4vLi4vdGVzdC9ncmFwaC9iaXRzLnRlc3QudHMiLCAiLi4vLi4vLi4vc2VydmVyL3NyYy9yZXNvbHZlL2dyYXBoL2JpdHMudHMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbImltcG9ydCBhc3NlcnQgZnJvbSAnbm9kZTphc3NlcnQvc3RyaWN0JztcbmltcG9ydCB7IGRlc2NyaWJlLCBpdCB9IGZyb20gJ25vZGU6dGVzdCc7XG5pbXBvcnQge1xuICB0eXBlIEJpdHMsXG4gIGNvbnN0YW50LFxuICBlcXVhbCxcbiAga25vd24sXG4gIGxpdGVyYWwsXG4gIG1lZXQsXG4gIE5PX0JJVFMsXG4gIG9wZXJhdGUsXG4gIHRydXRoLFxufSBmcm9tICcuLi8uLi9zZXJ2ZXIvc3JjL3Jlc29sdmUvZ3JhcGgvYml0cy50cyc7XG5cbmNvbnN0IG51bWJlciA9IChiaXRzOiBCaXRzKTogYmlnaW50IHwgbnVsbCA9PiBrbm93bihiaXRzKTtcblxuZGVzY3JpYmUoJ2tub3duIGJpdHMnLCAoKSA9PiB7XG4gIGl0KCdjb21wdXRlcyBjb25zdGFudHMnLCAoKSA9PiB7XG4gICAgYXNzZXJ0LmVxdWFsKG51bWJlcihvcGVyYXRlKCcrJywgY29uc3RhbnQoMm4pLCBjb25zdGFudCgzbikpKSwgNW4pO1xuICAgIGFzc2VydC5lcXVhbChudW1iZXIob3BlcmF0ZSgnPDwnLCBjb25zdGFudCgxbiksIGNvbnN0YW50KDRuKSkpLCAxNm4pO1xuICAgIGFzc2VydC5lcXVhbChudW1iZXIob3BlcmF0ZSgnPCcsIGNvbnN0YW50KDFuKSwgY29uc3RhbnQoNG4pKSksIDFuKTtcbiAgfSk7XG5cbiAgaXQoJ2tlZXBzIHdoYXQgYSBtYXNrIGxlYXZlcyBvZiBhbiB1bmtub3duIHZhbHVlJywgKCkgPT4ge1xuICAgIGNvbnN0IGNsZWFyZWQgPSBvcGVyYXRlKCcmJywgTk9fQklUUywgY29uc3RhbnQofjNuKSk7XG4gICAgY29uc3Qgc2V0ID0gb3BlcmF0ZSgnfCcsIGNsZWFyZWQsIGNvbnN0YW50KDJuKSk7XG4gICAgYXNzZXJ0LmVxdWFsKG51bWJlcihzZXQpLCBudWxsKTtcbiAgICBhc3NlcnQuZXF1YWwobnVtYmVyKG9wZXJhdGUoJyYnLCBzZXQsIGNvbnN0YW50KDNuKSkpLCAybik7XG4gIH0pO1xuXG4gIGl0KCdkZWNpZGVzIGEgY29tcGFyaXNvbiBieSBvbmUgYml0IHRoYXQgZGlmZmVycycsICgpID0+IHtcbiAgICBjb25zdCBvZGQgPSBvcGVyYXRlKCd8JywgTk9fQklUUywgY29uc3RhbnQoMW4pKTtcbiAgICBhc3NlcnQuZXF1YWwoZXF1YWwob2RkLCBjb25zdGFudCg0bikpLCBmYWxzZSk7XG4gICAgYXNzZXJ0LmVxdWFsKGVxdWFsKG9kZCwgY29uc3RhbnQoNW4pKSwgbnVsbCk7XG4gIH0pO1xuXG4gIGl0KCdrbm93cyB0aGF0IGEgdmFsdWUgd2l0aCBhIGJpdCBzZXQgaXMgbm90IHplcm8nLCAoKSA9PiB7XG4gICAgYXNzZXJ0LmVxdWFsKHRydXRoKG9wZXJhdGUoJ3wnLCBOT19CSVRTLCBjb25zdGFudCg4bikpKSwgdHJ1ZSk7XG4gICAgYXNzZXJ0LmVxdWFsKHRydXRoKE5PX0JJVFMpLCBudWxsKTtcbiAgICBhc3NlcnQuZXF1YWwodHJ1dGgoY29uc3RhbnQoMG4pKSwgZmFsc2UpO1xuICB9KTtcblxuICBpdCgna2VlcHMgb2YgdHdvIHZhbHVlcyB3aGF0IHRoZXkgYWdyZWUgb24nLCAoKSA9PiB7XG4gICAgY29uc3QgZWl0aGVyID0gbWVldChjb25zdGFudCg0biksIGNvbnN0YW50KDZuKSk7XG4gICAgYXNzZXJ0LmVxdWFsKG51bWJlcihvcGVyYXRlKCcmJywgZWl0aGVyLCBjb25zdGFudCg1bikpKSwgNG4pO1xuICAgIGFzc2VydC5lcXVhbChudW1iZXIoZWl0aGVyKSwgbnVsbCk7XG4gIH0pO1xuXG4gIGl0KCdsZWF2ZXMgZGl2aXNpb24gYnkgemVybyBhbmQgdGhlIG9yZGVyIG9mIG5lZ2F0aXZlIG51bWJlcnMgb3BlbicsICgpID0+IHtcbiAgICBhc3NlcnQuZXF1YWwobnVtYmVyKG9wZXJhdGUoJy8nLCBjb25zdGFudCgxbiksIGNvbnN0YW50KDBuKSkpLCBudWxsKTtcbiAgICBhc3NlcnQuZXF1YWwodHJ1dGgob3BlcmF0ZSgnPCcsIGNvbnN0YW50KC0xbiksIGNvbnN0YW50KDFuKSkpLCBudWxsKTtcbiAgfSk7XG5cbiAgaXQoJ3JlYWRzIGxpdGVyYWxzJywgKCkgPT4ge1xuICAgIGFzc2VydC5kZWVwRXF1YWwoWycweDEwVUwnLCAnMDEwJywgJzBiMTEnLCBcIidhJ1wiLCAnMS41J10ubWFwKGxpdGVyYWwpLCBbMTZuLCA4biwgM24sIDk3biwgbnVsbF0pO1xuICB9KTtcbn0pO1xuIiwgIi8qKiBJbnRlZ2VycyBvZiB3aGljaCBzb21lIGJpdHMgYXJlIGtub3duOiBlbm91Z2ggdG8gZGVjaWRlIGAoZmxhZ3MgJiBNT0RFX01BU0spID09IE1PREVgIHdoZXJlIHRoZSBvdGhlciBmbGFncyBhcmUgbm90LiAqL1xuXG4vKiogQml0cyBzZXQgaW4gYG1hc2tgIGFyZSBrbm93biwgYW5kIGhhdmUgdGhlIHZhbHVlIHRoYXQgYHZhbHVlYCBoYXMgdGhlcmUuICovXG5leHBvcnQgaW50ZXJmYWNlIEJpdHMge1xuICByZWFkb25seSBtYXNrOiBiaWdpbnQ7XG4gIHJlYWRvbmx5IHZhbHVlOiBiaWdpbnQ7XG59XG5cbmNvbnN0IEFMTCA9ICgxbiA8PCA2NG4pIC0gMW47XG5cbi8qKiBBIGNvbnN0YW50OyBuZWdhdGl2ZSBvbmVzIHdyYXAgYXJvdW5kLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIGNvbnN0YW50KHZhbHVlOiBiaWdpbnQpOiBCaXRzIHtcbiAgcmV0dXJuIHsgbWFzazogQUxMLCB2YWx1ZTogQmlnSW50LmFzVWludE4oNjQsIHZhbHVlKSB9O1xufVxuXG5leHBvcnQgY29uc3QgTk9fQklUUzogQml0cyA9IHsgbWFzazogMG4sIHZhbHVlOiAwbiB9O1xuXG4vKiogVGhlIG51bWJlciwgd2hlbiBldmVyeSBiaXQgaXMga25vd24uICovXG5leHBvcnQgZnVuY3Rpb24ga25vd24oYml0czogQml0cyk6IGJpZ2ludCB8IG51bGwge1xuICByZXR1cm4gYml0cy5tYXNrID09PSBBTEwgPyBiaXRzLnZhbHVlIDogbnVsbDtcbn1cblxuLyoqIFdoYXQgYm90aCBhZ3JlZSBvbi4gKi9cbmV4cG9ydCBmdW5jdGlvbiBtZWV0KGE6IEJpdHMsIGI6IEJpdHMpOiBCaXRzIHtcbiAgY29uc3QgbWFzayA9IGEubWFzayAmIGIubWFzayAmIChBTEwgXiBhLnZhbHVlIF4gYi52YWx1ZSk7XG4gIHJldHVybiB7IG1hc2ssIHZhbHVlOiBhLnZhbHVlICYgbWFzayB9O1xufVxuXG4vKiogV2hldGhlciB0d28gdmFsdWVzIGFyZSBlcXVhbDsgbnVsbCB3aGVyZSB0aGUga25vd24gYml0cyBkbyBub3Qgc2F5LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIGVxdWFsKGE6IEJpdHMsIGI6IEJpdHMpOiBib29sZWFuIHwgbnVsbCB7XG4gIGlmICgoKGEudmFsdWUgXiBiLnZhbHVlKSAmIGEubWFzayAmIGIubWFzaykgIT09IDBuKSByZXR1cm4gZmFsc2U7XG4gIHJldHVybiBhLm1hc2sgPT09IEFMTCAmJiBiLm1hc2sgPT09IEFMTCA/IHRydWUgOiBudWxsO1xufVxuXG4vKiogV2hldGhlciBhIHZhbHVlIGlzIG5vdCB6ZXJvOyBudWxsIHdoZXJlIHRoZSBrbm93biBiaXRzIGRvIG5vdCBzYXkuICovXG5leHBvcnQgZnVuY3Rpb24gdHJ1dGgoYml0czogQml0cyk6IGJvb2xlYW4gfCBudWxsIHtcbiAgaWYgKGJpdHMudmFsdWUgIT09IDBuKSByZXR1cm4gdHJ1ZTtcbiAgcmV0dXJuIGJpdHMubWFzayA9PT0gQUxMID8gZmFsc2UgOiBudWxsO1xufVxuXG4vKiogQSBib29sZWFuIGFzIEMgaGFzIGl0OiBhbGwgYml0cyBidXQgdGhlIGxvd2VzdCBhcmUgemVybywgYW5kIGl0IHRvbyB3aGVyZSB0aGUgb3V0Y29tZSBpcyBrbm93bi4gKi9cbmV4cG9ydCBmdW5jdGlvbiB0cnV0aEJpdHMob3V0Y29tZTogYm9vbGVhbiB8IG51bGwpOiBCaXRzIHtcbiAgcmV0dXJuIG91dGNvbWUgPT09IG51bGwgPyB7IG1hc2s6IEFMTCBeIDFuLCB2YWx1ZTogMG4gfSA6IGNvbnN0YW50KG91dGNvbWUgPyAxbiA6IDBuKTtcbn1cblxuZXhwb3J0IGZ1bmN0aW9uIGNvbXBsZW1lbnQoYTogQml0cyk6IEJpdHMge1xuICByZXR1cm4geyBtYXNrOiBhLm1hc2ssIHZhbHVlOiAoQUxMIF4gYS52YWx1ZSkgJiBhLm1hc2sgfTtcbn1cblxuZnVuY3Rpb24gYW5kKGE6IEJpdHMsIGI6IEJpdHMpOiBCaXRzIHtcbiAgY29uc3QgemVyb3MgPSAoYS5tYXNrICYgKEFMTCBeIGEudmFsdWUpKSB8IChiLm1hc2sgJiAoQUxMIF4gYi52YWx1ZSkpO1xuICBjb25zdCBvbmVzID0gYS52YWx1ZSAmIGIudmFsdWU7XG4gIHJldHVybiB7IG1hc2s6IHplcm9zIHwgb25lcywgdmFsdWU6IG9uZXMgfTtcbn1cblxuZnVuY3Rpb24gb3IoYTogQml0cywgYjogQml0cyk6IEJpdHMge1xuICBjb25zdCBvbmVzID0gYS52YWx1ZSB8IGIudmFsdWU7XG4gIGNvbnN0IHplcm9zID0gYS5tYXNrICYgKEFMTCBeIGEudmFsdWUpICYgYi5tYXNrICYgKEFMTCBeIGIudmFsdWUpO1xuICByZXR1cm4geyBtYXNrOiB6ZXJvcyB8IG9uZXMsIHZhbHVlOiBvbmVzIH07XG59XG5cbmZ1bmN0aW9uIHhvcihhOiBCaXRzLCBiOiBCaXRzKTogQml0cyB7XG4gIGNvbnN0IG1hc2sgPSBhLm1hc2sgJiBiLm1hc2s7XG4gIHJldHVybiB7IG1hc2ssIHZhbHVlOiAoYS52YWx1ZSBeIGIudmFsdWUpICYgbWFzayB9O1xufVxuXG5mdW5jdGlvbiBzaGlmdExlZnQoYTogQml0cywgYnk6IGJpZ2ludCk6IEJpdHMge1xuICBjb25zdCBsb3cgPSAoMW4gPDwgYnkpIC0gMW47XG4gIHJldHVybiB7IG1hc2s6ICgoYS5tYXNrIDw8IGJ5KSB8IGxvdykgJiBBTEwsIHZhbHVlOiAoYS52YWx1ZSA8PCBieSkgJiBBTEwgfTtcbn1cblxuZnVuY3Rpb24gc2hpZnRSaWdodChhOiBCaXRzLCBieTogYmlnaW50KTogQml0cyB7XG4gIGNvbnN0IGhpZ2ggPSBBTEwgXiAoQUxMID4+IGJ5KTtcbiAgcmV0dXJuIHsgbWFzazogKGEubWFzayA+PiBieSkgfCBoaWdoLCB2YWx1ZTogYS52YWx1ZSA+PiBieSB9O1xufVxuXG5jb25zdCBFWEFDVDogUmVhZG9ubHk8UmVjb3JkPHN0cmluZywgKGE6IGJpZ2ludCwgYjogYmlnaW50KSA9PiBiaWdpbnQgfCBudWxsPj4gPSB7XG4gICcrJzogKGEsIGIpID0+IGEgKyBiLFxuICAnLSc6IChhLCBiKSA9PiBhIC0gYixcbiAgJyonOiAoYSwgYikgPT4gYSAqIGIsXG4gICcvJzogKGEsIGIpID0+IChiID09PSAwbiA/IG51bGwgOiBhIC8gYiksXG4gICclJzogKGEsIGIpID0+IChiID09PSAwbiA/IG51bGwgOiBhICUgYiksXG59O1xuXG5jb25zdCBPUkRFUjogUmVhZG9ubHk8UmVjb3JkPHN0cmluZywgKGE6IGJpZ2ludCwgYjogYmlnaW50KSA9PiBib29sZWFuPj4gPSB7XG4gICc8JzogKGEsIGIpID0+IGEgPCBiLFxuICAnPic6IChhLCBiKSA9PiBhID4gYixcbiAgJzw9JzogKGEsIGIpID0+IGEgPD0gYixcbiAgJz49JzogKGEsIGIpID0+IGEgPj0gYixcbn07XG5cbi8qKiBUaGUgdmFsdWUgb2YgYGEgb3AgYmAgZm9yIEMncyBpbnRlZ2VyIG9wZXJhdG9ycyBidXQgYCYmYCBhbmQgYHx8YCwgd2hpY2ggZG8gbm90IGxvb2sgYXQgYm90aCBzaWRlcy4gKi9cbmV4cG9ydCBmdW5jdGlvbiBvcGVyYXRlKG9wOiBzdHJpbmcsIGE6IEJpdHMsIGI6IEJpdHMpOiBCaXRzIHtcbiAgc3dpdGNoIChvcCkge1xuICAgIGNhc2UgJyYnOlxuICAgICAgcmV0dXJuIGFuZChhLCBiKTtcbiAgICBjYXNlICd8JzpcbiAgICAgIHJldHVybiBvcihhLCBiKTtcbiAgICBjYXNlICdeJzpcbiAgICAgIHJldHVybiB4b3IoYSwgYik7XG4gICAgY2FzZSAnPT0nOlxuICAgICAgcmV0dXJuIHRydXRoQml0cyhlcXVhbChhLCBiKSk7XG4gICAgY2FzZSAnIT0nOiB7XG4gICAgICBjb25zdCBzYW1lID0gZXF1YWwoYSwgYik7XG4gICAgICByZXR1cm4gdHJ1dGhCaXRzKHNhbWUgPT09IG51bGwgPyBudWxsIDogIXNhbWUpO1xuICAgIH1cbiAgICBkZWZhdWx0OlxuICAgICAgcmV0dXJuIG9uTnVtYmVycyhvcCwgYSwgYik7XG4gIH1cbn1cblxuZnVuY3Rpb24gb25OdW1iZXJzKG9wOiBzdHJpbmcsIGE6IEJpdHMsIGI6IEJpdHMpOiBCaXRzIHtcbiAgY29uc3QgcmlnaHQgPSBrbm93bihiKTtcbiAgaWYgKHJpZ2h0ID09PSBudWxsKSByZXR1cm4gT1JERVJbb3BdID8gdHJ1dGhCaXRzKG51bGwpIDogTk9fQklUUztcbiAgaWYgKG9wID09PSAnPDwnKSByZXR1cm4gcmlnaHQgPCA2NG4gPyBzaGlmdExlZnQoYSwgcmlnaHQpIDogTk9fQklUUztcbiAgaWYgKG9wID09PSAnPj4nKSByZXR1cm4gcmlnaHQgPCA2NG4gPyBzaGlmdFJpZ2h0KGEsIHJpZ2h0KSA6IE5PX0JJVFM7XG4gIGNvbnN0IGxlZnQgPSBrbm93bihhKTtcbiAgY29uc3Qgb3JkZXIgPSBPUkRFUltvcF07XG4gIC8vIE5lZ2F0aXZlIG51bWJlcnMgYW5kIGh1Z2UgdW5zaWduZWQgb25lcyBsb29rIHRoZSBzYW1lIGhlcmU6IHRoZWlyIG9yZGVyIGlzIGxlZnQgb3Blbi5cbiAgaWYgKG9yZGVyKSByZXR1cm4gdHJ1dGhCaXRzKGxlZnQgPT09IG51bGwgfHwgKGxlZnQgfCByaWdodCkgPj4gNjNuID8gbnVsbCA6IG9yZGVyKGxlZnQsIHJpZ2h0KSk7XG4gIGNvbnN0IGV4YWN0ID0gbGVmdCA9PT0gbnVsbCA/IG51bGwgOiAoRVhBQ1Rbb3BdPy4obGVmdCwgcmlnaHQpID8/IG51bGwpO1xuICByZXR1cm4gZXhhY3QgPT09IG51bGwgPyBOT19CSVRTIDogY29uc3RhbnQoZXhhY3QpO1xufVxuXG4vKiogVGhlIHZhbHVlIG9mIGEgbGl0ZXJhbDogYDB4MTBVTGAsIGAnYSdgOyBudWxsIGZvciBhIGZsb2F0aW5nIG9uZS4gKi9cbmV4cG9ydCBmdW5jdGlvbiBsaXRlcmFsKHRleHQ6IHN0cmluZyk6IGJpZ2ludCB8IG51bGwge1xuICBjb25zdCBudW1iZXIgPSAvXigwW3hYXVswLTlhLWZBLUZdK3wwW2JCXVswMV0rfFswLTldKylbdVVsTF0qJC8uZXhlYyh0ZXh0KT8uWzFdO1xuICBpZiAobnVtYmVyID09PSB1bmRlZmluZWQpIHtcbiAgICBjb25zdCBsZXR0ZXIgPSAvXicoW15cXFxcXSknJC8uZXhlYyh0ZXh0KT8uWzFdO1xuICAgIHJldHVybiBsZXR0ZXIgPT09IHVuZGVmaW5lZCA/IG51bGwgOiBCaWdJbnQobGV0dGVyLmNoYXJDb2RlQXQoMCkpO1xuICB9XG4gIHJldHVybiBCaWdJbnQoL14wWzAtN10rJC8udGVzdChudW1iZXIpID8gYDBvJHtudW1iZXIuc2xpY2UoMSl9YCA6IG51bWJlcik7XG59XG4iXSwKICAibWFwcGluZ3MiOiAiOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7O0FBQUEsb0JBQW1CO0FBQ25CLHVCQUE2Qjs7O0FDTzdCLElBQU0sT0FBTyxNQUFNLE9BQU87QUFHbkIsU0FBUyxTQUFTLE9BQXFCO0FBQzVDLFNBQU8sRUFBRSxNQUFNLEtBQUssT0FBTyxPQUFPLFFBQVEsSUFBSSxLQUFLLEVBQUU7QUFDdkQ7QUFFTyxJQUFNLFVBQWdCLEVBQUUsTUFBTSxJQUFJLE9BQU8sR0FBRztBQUc1QyxTQUFTLE1BQU0sTUFBMkI7QUFDL0MsU0FBTyxLQUFLLFNBQVMsTUFBTSxLQUFLLFFBQVE7QUFDMUM7QUFHTyxTQUFTLEtBQUssR0FBUyxHQUFlO0FBQzNDLFFBQU0sT0FBTyxFQUFFLE9BQU8sRUFBRSxRQUFRLE1BQU0sRUFBRSxRQUFRLEVBQUU7QUFDbEQsU0FBTyxFQUFFLE1BQU0sT0FBTyxFQUFFLFFBQVEsS0FBSztBQUN2QztBQUdPLFNBQVMsTUFBTSxHQUFTLEdBQXlCO0FBQ3RELFFBQU0sRUFBRSxRQUFRLEVBQUUsU0FBUyxFQUFFLE9BQU8sRUFBRSxVQUFVLEdBQUksUUFBTztBQUMzRCxTQUFPLEVBQUUsU0FBUyxPQUFPLEVBQUUsU0FBUyxNQUFNLE9BQU87QUFDbkQ7QUFHTyxTQUFTLE1BQU0sTUFBNEI7QUFDaEQsTUFBSSxLQUFLLFVBQVUsR0FBSSxRQUFPO0FBQzlCLFNBQU8sS0FBSyxTQUFTLE1BQU0sUUFBUTtBQUNyQztBQUdPLFNBQVMsVUFBVSxTQUErQjtBQUN2RCxTQUFPLFlBQVksT0FBTyxFQUFFLE1BQU0sTUFBTSxJQUFJLE9BQU8sR0FBRyxJQUFJLFNBQVMsVUFBVSxLQUFLLEVBQUU7QUFDdEY7QUFNQSxTQUFTLElBQUksR0FBUyxHQUFlO0FBQ25DLFFBQU0sUUFBUyxFQUFFLFFBQVEsTUFBTSxFQUFFLFNBQVcsRUFBRSxRQUFRLE1BQU0sRUFBRTtBQUM5RCxRQUFNLE9BQU8sRUFBRSxRQUFRLEVBQUU7QUFDekIsU0FBTyxFQUFFLE1BQU0sUUFBUSxNQUFNLE9BQU8sS0FBSztBQUMzQztBQUVBLFNBQVMsR0FBRyxHQUFTLEdBQWU7QUFDbEMsUUFBTSxPQUFPLEVBQUUsUUFBUSxFQUFFO0FBQ3pCLFFBQU0sUUFBUSxFQUFFLFFBQVEsTUFBTSxFQUFFLFNBQVMsRUFBRSxRQUFRLE1BQU0sRUFBRTtBQUMzRCxTQUFPLEVBQUUsTUFBTSxRQUFRLE1BQU0sT0FBTyxLQUFLO0FBQzNDO0FBRUEsU0FBUyxJQUFJLEdBQVMsR0FBZTtBQUNuQyxRQUFNLE9BQU8sRUFBRSxPQUFPLEVBQUU7QUFDeEIsU0FBTyxFQUFFLE1BQU0sUUFBUSxFQUFFLFFBQVEsRUFBRSxTQUFTLEtBQUs7QUFDbkQ7QUFFQSxTQUFTLFVBQVUsR0FBUyxJQUFrQjtBQUM1QyxRQUFNLE9BQU8sTUFBTSxNQUFNO0FBQ3pCLFNBQU8sRUFBRSxPQUFRLEVBQUUsUUFBUSxLQUFNLE9BQU8sS0FBSyxPQUFRLEVBQUUsU0FBUyxLQUFNLElBQUk7QUFDNUU7QUFFQSxTQUFTLFdBQVcsR0FBUyxJQUFrQjtBQUM3QyxRQUFNLE9BQU8sTUFBTyxPQUFPO0FBQzNCLFNBQU8sRUFBRSxNQUFPLEVBQUUsUUFBUSxLQUFNLE1BQU0sT0FBTyxFQUFFLFNBQVMsR0FBRztBQUM3RDtBQUVBLElBQU0sUUFBMkU7QUFBQSxFQUMvRSxLQUFLLENBQUMsR0FBRyxNQUFNLElBQUk7QUFBQSxFQUNuQixLQUFLLENBQUMsR0FBRyxNQUFNLElBQUk7QUFBQSxFQUNuQixLQUFLLENBQUMsR0FBRyxNQUFNLElBQUk7QUFBQSxFQUNuQixLQUFLLENBQUMsR0FBRyxNQUFPLE1BQU0sS0FBSyxPQUFPLElBQUk7QUFBQSxFQUN0QyxLQUFLLENBQUMsR0FBRyxNQUFPLE1BQU0sS0FBSyxPQUFPLElBQUk7QUFDeEM7QUFFQSxJQUFNLFFBQXFFO0FBQUEsRUFDekUsS0FBSyxDQUFDLEdBQUcsTUFBTSxJQUFJO0FBQUEsRUFDbkIsS0FBSyxDQUFDLEdBQUcsTUFBTSxJQUFJO0FBQUEsRUFDbkIsTUFBTSxDQUFDLEdBQUcsTUFBTSxLQUFLO0FBQUEsRUFDckIsTUFBTSxDQUFDLEdBQUcsTUFBTSxLQUFLO0FBQ3ZCO0FBR08sU0FBUyxRQUFRLElBQVksR0FBUyxHQUFlO0FBQzFELFVBQVEsSUFBSTtBQUFBLElBQ1YsS0FBSztBQUNILGFBQU8sSUFBSSxHQUFHLENBQUM7QUFBQSxJQUNqQixLQUFLO0FBQ0gsYUFBTyxHQUFHLEdBQUcsQ0FBQztBQUFBLElBQ2hCLEtBQUs7QUFDSCxhQUFPLElBQUksR0FBRyxDQUFDO0FBQUEsSUFDakIsS0FBSztBQUNILGFBQU8sVUFBVSxNQUFNLEdBQUcsQ0FBQyxDQUFDO0FBQUEsSUFDOUIsS0FBSyxNQUFNO0FBQ1QsWUFBTSxPQUFPLE1BQU0sR0FBRyxDQUFDO0FBQ3ZCLGFBQU8sVUFBVSxTQUFTLE9BQU8sT0FBTyxDQUFDLElBQUk7QUFBQSxJQUMvQztBQUFBLElBQ0E7QUFDRSxhQUFPLFVBQVUsSUFBSSxHQUFHLENBQUM7QUFBQSxFQUM3QjtBQUNGO0FBRUEsU0FBUyxVQUFVLElBQVksR0FBUyxHQUFlO0FBQ3JELFFBQU0sUUFBUSxNQUFNLENBQUM7QUFDckIsTUFBSSxVQUFVLEtBQU0sUUFBTyxNQUFNLEVBQUUsSUFBSSxVQUFVLElBQUksSUFBSTtBQUN6RCxNQUFJLE9BQU8sS0FBTSxRQUFPLFFBQVEsTUFBTSxVQUFVLEdBQUcsS0FBSyxJQUFJO0FBQzVELE1BQUksT0FBTyxLQUFNLFFBQU8sUUFBUSxNQUFNLFdBQVcsR0FBRyxLQUFLLElBQUk7QUFDN0QsUUFBTSxPQUFPLE1BQU0sQ0FBQztBQUNwQixRQUFNLFFBQVEsTUFBTSxFQUFFO0FBRXRCLE1BQUksTUFBTyxRQUFPLFVBQVUsU0FBUyxTQUFTLE9BQU8sVUFBVSxNQUFNLE9BQU8sTUFBTSxNQUFNLEtBQUssQ0FBQztBQUM5RixRQUFNLFFBQVEsU0FBUyxPQUFPLE9BQVEsTUFBTSxFQUFFLElBQUksTUFBTSxLQUFLLEtBQUs7QUFDbEUsU0FBTyxVQUFVLE9BQU8sVUFBVSxTQUFTLEtBQUs7QUFDbEQ7QUFHTyxTQUFTLFFBQVEsTUFBNkI7QUFDbkQsUUFBTUEsVUFBUyxpREFBaUQsS0FBSyxJQUFJLElBQUksQ0FBQztBQUM5RSxNQUFJQSxZQUFXLFFBQVc7QUFDeEIsVUFBTSxTQUFTLGNBQWMsS0FBSyxJQUFJLElBQUksQ0FBQztBQUMzQyxXQUFPLFdBQVcsU0FBWSxPQUFPLE9BQU8sT0FBTyxXQUFXLENBQUMsQ0FBQztBQUFBLEVBQ2xFO0FBQ0EsU0FBTyxPQUFPLFlBQVksS0FBS0EsT0FBTSxJQUFJLEtBQUtBLFFBQU8sTUFBTSxDQUFDLENBQUMsS0FBS0EsT0FBTTtBQUMxRTs7O0FEdEhBLElBQU0sU0FBUyxDQUFDLFNBQThCLE1BQU0sSUFBSTtBQUFBLElBRXhELDJCQUFTLGNBQWMsTUFBTTtBQUMzQiwyQkFBRyxzQkFBc0IsTUFBTTtBQUM3QixrQkFBQUMsUUFBTyxNQUFNLE9BQU8sUUFBUSxLQUFLLFNBQVMsRUFBRSxHQUFHLFNBQVMsRUFBRSxDQUFDLENBQUMsR0FBRyxFQUFFO0FBQ2pFLGtCQUFBQSxRQUFPLE1BQU0sT0FBTyxRQUFRLE1BQU0sU0FBUyxFQUFFLEdBQUcsU0FBUyxFQUFFLENBQUMsQ0FBQyxHQUFHLEdBQUc7QUFDbkUsa0JBQUFBLFFBQU8sTUFBTSxPQUFPLFFBQVEsS0FBSyxTQUFTLEVBQUUsR0FBRyxTQUFTLEVBQUUsQ0FBQyxDQUFDLEdBQUcsRUFBRTtBQUFBLEVBQ25FLENBQUM7QUFFRCwyQkFBRyxnREFBZ0QsTUFBTTtBQUN2RCxVQUFNLFVBQVUsUUFBUSxLQUFLLFNBQVMsU0FBUyxDQUFDLEVBQUUsQ0FBQztBQUNuRCxVQUFNLE1BQU0sUUFBUSxLQUFLLFNBQVMsU0FBUyxFQUFFLENBQUM7QUFDOUMsa0JBQUFBLFFBQU8sTUFBTSxPQUFPLEdBQUcsR0FBRyxJQUFJO0FBQzlCLGtCQUFBQSxRQUFPLE1BQU0sT0FBTyxRQUFRLEtBQUssS0FBSyxTQUFTLEVBQUUsQ0FBQyxDQUFDLEdBQUcsRUFBRTtBQUFBLEVBQzFELENBQUM7QUFFRCwyQkFBRyxnREFBZ0QsTUFBTTtBQUN2RCxVQUFNLE1BQU0sUUFBUSxLQUFLLFNBQVMsU0FBUyxFQUFFLENBQUM7QUFDOUMsa0JBQUFBLFFBQU8sTUFBTSxNQUFNLEtBQUssU0FBUyxFQUFFLENBQUMsR0FBRyxLQUFLO0FBQzVDLGtCQUFBQSxRQUFPLE1BQU0sTUFBTSxLQUFLLFNBQVMsRUFBRSxDQUFDLEdBQUcsSUFBSTtBQUFBLEVBQzdDLENBQUM7QUFFRCwyQkFBRyxpREFBaUQsTUFBTTtBQUN4RCxrQkFBQUEsUUFBTyxNQUFNLE1BQU0sUUFBUSxLQUFLLFNBQVMsU0FBUyxFQUFFLENBQUMsQ0FBQyxHQUFHLElBQUk7QUFDN0Qsa0JBQUFBLFFBQU8sTUFBTSxNQUFNLE9BQU8sR0FBRyxJQUFJO0FBQ2pDLGtCQUFBQSxRQUFPLE1BQU0sTUFBTSxTQUFTLEVBQUUsQ0FBQyxHQUFHLEtBQUs7QUFBQSxFQUN6QyxDQUFDO0FBRUQsMkJBQUcsMENBQTBDLE1BQU07QUFDakQsVUFBTSxTQUFTLEtBQUssU0FBUyxFQUFFLEdBQUcsU0FBUyxFQUFFLENBQUM7QUFDOUMsa0JBQUFBLFFBQU8sTUFBTSxPQUFPLFFBQVEsS0FBSyxRQUFRLFNBQVMsRUFBRSxDQUFDLENBQUMsR0FBRyxFQUFFO0FBQzNELGtCQUFBQSxRQUFPLE1BQU0sT0FBTyxNQUFNLEdBQUcsSUFBSTtBQUFBLEVBQ25DLENBQUM7QUFFRCwyQkFBRyxrRUFBa0UsTUFBTTtBQUN6RSxrQkFBQUEsUUFBTyxNQUFNLE9BQU8sUUFBUSxLQUFLLFNBQVMsRUFBRSxHQUFHLFNBQVMsRUFBRSxDQUFDLENBQUMsR0FBRyxJQUFJO0FBQ25FLGtCQUFBQSxRQUFPLE1BQU0sTUFBTSxRQUFRLEtBQUssU0FBUyxDQUFDLEVBQUUsR0FBRyxTQUFTLEVBQUUsQ0FBQyxDQUFDLEdBQUcsSUFBSTtBQUFBLEVBQ3JFLENBQUM7QUFFRCwyQkFBRyxrQkFBa0IsTUFBTTtBQUN6QixrQkFBQUEsUUFBTyxVQUFVLENBQUMsVUFBVSxPQUFPLFFBQVEsT0FBTyxLQUFLLEVBQUUsSUFBSSxPQUFPLEdBQUcsQ0FBQyxLQUFLLElBQUksSUFBSSxLQUFLLElBQUksQ0FBQztBQUFBLEVBQ2pHLENBQUM7QUFDSCxDQUFDOyIsCiAgIm5hbWVzIjogWyJudW1iZXIiLCAiYXNzZXJ0Il0KfQo=
