// What the plugin must say of each line: slot, assign, dispatch (in/made by a macro: dispatch*), call.
typedef int (*hook_t)(int);

struct some_ops {
  int size;
  hook_t open;
  int (*close)(int);
  struct {
    int (*poll)(int);
  } inner;
  union {
    int (*show)(int);
    int (*store)(int);
  };
  int (*many[2])(int);
};

typedef struct {
  int (*run)(int);
} nameless_ops;

struct owner {
  const struct some_ops *ops;
  nameless_ops *other;
};

static int a(int x) { return x; }
static int b(int x) {
  return a(x); // call a
}

#define WRAP(o, x) ((o)->close(x))
#define TABLE(name, f) static const struct some_ops name##_ops = {.open = f, .close = name##_close}
#define SAME(x) (x)

static const struct some_ops plain = {
    .size = 1,
    .open = a,           // slot some_ops.open = a
    .close = (hook_t)&b, // slot some_ops.close = b
    .inner = {.poll = b}, // slot some_ops.poll = b
    .show = SAME(a),     // slot some_ops.show = a
    .many = {a, b},      // slot some_ops.many = a; slot some_ops.many = b
};

static const struct some_ops positional[] = {
    {1, a, b}, // slot some_ops.open = a; slot some_ops.close = b
    [2] = {.open =
               b}, // slot some_ops.open = b
};

static int made_close(int x) { return x; }
TABLE(made, a); // slot some_ops.open = a; slot some_ops.close = made_close

static const struct {
  int (*only)(int);
} alone = {a}; // slot .only = a

static const struct owner owner = {
    .ops = &(struct some_ops){.open = b}, // slot some_ops.open = b
};

#ifdef NOT_HERE
static const struct some_ops absent = {.open = a};
#endif

int use(struct owner *o, struct some_ops *own, int x) {
  nameless_ops local = {x ? a : b}; // slot nameless_ops.run = a; slot nameless_ops.run = b
  own->open = a;                    // assign some_ops.open = a
  own->inner.poll = x ? a : b;      // assign some_ops.poll = a; assign some_ops.poll = b
  x += o->ops->open(x);             // dispatch some_ops.open
  x += (*o->other->run)(a(x));      // dispatch nameless_ops.run; call a
  x += WRAP(o->ops, x);             // dispatch* some_ops.close
  x += SAME(local.run(b(x)));       // dispatch nameless_ops.run; call b
  x += own->inner.poll(x) + own->show(x); // dispatch some_ops.poll; dispatch some_ops.show
  x += own->many[1](x);             // dispatch some_ops.many
  hook_t copy = own->open;
  return copy(x) + (x ? a : b)(x); // call a; call b
}
