// What the plugin for values must say of each line: element, indirect, held, handed, keeps.
typedef int (*hook_t)(int);

struct some_ops {
  hook_t open;
  int (*close)(int);
};

#define SAME(x) (x)

static int a(int x) { return x; }
static int b(int x) { return a(x); }

static const hook_t steps[][2] = {
    {a, b},    // element steps = a; element steps = b
    [2] = {b}, // element steps = b
};

static int apply(hook_t fn, int x) { // keeps apply.0 in some_ops.open
  const struct some_ops mine = {.open = fn};
  return fn(x) + mine.open(x); // indirect parameter fn
}

static int pass(struct some_ops *own, hook_t fn) { // keeps pass.1 in some_ops.close
  own->close = fn;
  return apply(fn, 1) + apply(SAME(a), 2); // handed apply.0 = parameter 1; handed apply.0 = a
}

int later(struct some_ops *own, int x) {
  hook_t copy = own->open; // held copy = others
  int (*step)(int);
  step = x ? a : b;                               // held step = a b
  x += copy(x) + (x ? a : b)(x);                  // indirect variable copy
  return step(x) + pass(own, b) + steps[x][1](x); // handed pass.1 = b; indirect variable step; indirect array steps
}
