/** The call-graph panel: what it is about, and what it asks the extension, which answers with a graph that is laid out. */
import type {
  GraphForm,
  GraphQuery,
  GraphResult,
  GraphSubject,
  GraphSubjects,
  PictureNode,
  StatusParams,
  ToGraph,
} from '../../messages.ts';
import { html } from '../elements.ts';
import { Empty, waysOf } from '../ways-out.ts';
import { Arrangement } from './arrangement.ts';
import { fillLegend, fillNamesakes, fillPath } from './bars.ts';
import { Header, type Wishes } from './header.ts';
import { Inquiry } from './inquiry.ts';
import { type Actions, Scene } from './scene.ts';
import type { GraphHost } from './state.ts';
import { isSame, subjectText } from './subjects.ts';

/** What the server is at before it says anything. */
const STARTING: StatusParams = { state: 'indexing', tree: null, message: 'Starting' };

const NOTHING = 'Nothing to draw: no ioctl leads to a hook of the ops structs that are shown, and they have none.';

export class GraphPanel {
  readonly #host: GraphHost;
  readonly #scene: Scene;
  readonly #header: Header;
  readonly #inquiry: Inquiry;
  readonly #arrangement: Arrangement;
  readonly #path = html('nav', { ariaLabel: 'Path' });
  readonly #legend = html('footer');
  readonly #namesakes = html('ul', { className: 'namesakes' });
  readonly #empty: Empty;
  #subjects: GraphSubjects = { ioctls: [], hooks: [] };
  #shown: GraphResult | null = null;
  #status: StatusParams | null = null;
  /** When somebody asked for what is being drawn; 0 once it is drawn. */
  #asked = 0;

  constructor(host: GraphHost, main: HTMLElement) {
    this.#host = host;
    this.#scene = new Scene(this.#actions());
    this.#inquiry = new Inquiry(host, this.#scene.canvas);
    this.#arrangement = new Arrangement(host, this.#scene);
    this.#header = new Header(host.state, this.#wishes());
    this.#empty = new Empty((way) => host.post({ type: 'wayOut', way }));
    main.append(this.#header.element, this.#path, this.#scene.canvas, this.#legend);
    this.#scene.canvas.append(this.#namesakes, this.#empty.element);
  }

  /** Listens to the extension, and to what becomes of the panel's size. */
  start(): void {
    this.#host.listen((message) => this.#receive(message));
    new ResizeObserver(() => this.#resized()).observe(this.#scene.canvas);
    this.#host.post({ type: 'ready' });
  }

  /** What is done on the picture. */
  #actions(): Actions {
    return {
      select: (node, focus) => this.#select(node, focus),
      open: ({ file, line, column, change }, beside) => {
        const side = this.#host.state.subject?.sides ? ({ side: change === 'removed' ? 'a' : 'b' } as const) : {};
        this.#host.post({ type: 'open', place: { file, line, column }, beside, ...side });
      },
      follow: (node, way) => this.#follow(node, way),
      search: () => this.#header.focusSearch(),
      fit: () => this.#fit(),
      moved: (view) => this.#host.remember({ view }),
    };
  }

  /** What is done in the header. */
  #wishes(): Wishes {
    return {
      show: (subject) => this.#show(subject),
      cut: (depth) => {
        this.#host.remember({ depth, view: 'beginning' });
        this.#inquiry.askAnew();
      },
      search: (search) => {
        this.#host.remember({ search });
        this.#mark();
      },
      goToFound: () => {
        const [first] = this.#scene.found(this.#host.state.search);
        if (first) this.#select(first, true);
      },
      zoom: (factor) => this.#scene.view.zoom(factor),
      fit: () => this.#fit(),
      save: (form) => this.#save(form),
    };
  }

  #receive(message: ToGraph): void {
    switch (message.type) {
      case 'show':
        this.#asked = message.asked;
        if (message.subject) this.#show(message.subject);
        else this.#inquiry.ask();
        break;
      case 'subjects':
        this.#status = message.status;
        this.#offer(message, message.begin);
        break;
      case 'changed':
        this.#inquiry.ask();
        break;
      case 'graph':
        this.#take(message.query, message.result);
    }
  }

  #offer(subjects: GraphSubjects, begin: GraphSubject | null): void {
    this.#subjects = subjects;
    if (!this.#host.state.subject && begin) this.#show(begin);
    const { subject } = this.#host.state;
    this.#header.subjects.fill(subjects, subject);
    if (subject) return;
    const { state, message } = this.#status ?? STARTING;
    this.#empty.show(state === 'ready' ? NOTHING : message, waysOf(this.#status ?? STARTING));
  }

  #show(subject: GraphSubject): void {
    const isShown = isSame(subject, this.#host.state.subject);
    if (!isShown) this.#host.remember({ subject, view: 'beginning', selected: '', hide: [] });
    this.#header.subjects.fill(this.#subjects, subject);
    if (isShown) this.#inquiry.ask();
    else this.#inquiry.askAnew();
  }

  /** Draws what a function calls, or who calls it. */
  #follow({ kind, file, function: name }: PictureNode, way: 'from' | 'to'): void {
    if (kind !== 'function' && kind !== 'hook') return;
    const { tree, sides } = this.#host.state.subject ?? {};
    const where = { ...(tree === undefined ? {} : { tree }), ...(sides ? { sides } : {}) };
    this.#show({ [way]: `${file}:${name}`, ...where });
  }

  #save(form: GraphForm): void {
    const { query } = this.#inquiry;
    if (query) this.#host.post({ type: 'export', query, form });
  }

  #take(asked: GraphQuery, result: GraphResult | null): void {
    const { subject } = this.#host.state;
    if (!this.#inquiry.isAnswered(asked) || !subject) return;
    if (JSON.stringify(result) === JSON.stringify(this.#shown) && this.#scene.isDrawn) return;
    this.#shown = result;
    this.#draw(subject);
  }

  /** Draws the graph; what part of it is seen, and what is selected, stay as they were. */
  #draw(subject: GraphSubject): void {
    const { hide, selected } = this.#host.state;
    this.#header.canSave = !subject.sides;
    this.#header.note(this.#shown?.graph.note ?? '');
    if (this.#shown) this.#empty.hide();
    else this.#empty.show(`${subjectText(subject)} is not in this tree.`, waysOf(this.#status ?? STARTING));
    fillNamesakes(this.#namesakes, this.#shown?.namesakes ?? [], subject, (chosen) => this.#show(chosen));
    const onHide = (hidden: readonly string[]): void => {
      this.#host.remember({ hide: hidden });
      this.#inquiry.askAnew();
    };
    const hasLater = this.#shown?.graph.edges.some(({ kind }) => kind === 'async') ?? false;
    fillLegend(this.#legend, this.#shown?.memoryTypes ?? [], hide, onHide, hasLater);
    this.#scene.draw(this.#shown);
    this.#mark();
    this.#arrangement.arrange();
    this.#scene.restoreFocus(selected);
    this.#noteTime();
  }

  /** Shows the whole graph, laid out for the room that there is. */
  #fit(): void {
    this.#host.remember({ view: 'whole' });
    this.#arrangement.arrange();
    this.#inquiry.askAnew();
  }

  /** The panel has another size: a graph that can no longer be read in it is laid out anew. */
  #resized(): void {
    if (!this.#shown || this.#scene.canvas.clientWidth === 0) return;
    const { selected } = this.#host.state;
    this.#arrangement.resized(this.#shown.picture.nodes.find(({ id }) => id === selected));
    if (this.#arrangement.isCramped) this.#inquiry.askAnew();
  }

  /** Notes on the picture how long it took from the click until it was seen, in milliseconds. */
  #noteTime(): void {
    if (this.#asked === 0 || !this.#shown) return;
    const since = this.#asked;
    this.#asked = 0;
    // The second frame begins when the first has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => this.#scene.noteTime(Date.now() - since)));
  }

  /** Marks what is selected, the path to it, and what is searched for. */
  #mark(): void {
    const { selected, search } = this.#host.state;
    const [way, matches] = [this.#scene.wayTo(selected), this.#scene.found(search)];
    this.#scene.mark(selected, way, matches);
    if (!this.#shown) {
      this.#path.replaceChildren();
      return;
    }
    fillPath(this.#path, this.#shown.picture.nodes, way, selected, (node) => this.#select(node, true));
    const found = matches.length === 1 ? '1 match' : `${matches.length} matches`;
    this.#header.note(search === '' ? (this.#shown.graph.note ?? '') : found);
  }

  #select(node: PictureNode, focus: boolean): void {
    this.#host.remember({ selected: node.id });
    this.#mark();
    this.#scene.view.reveal(node);
    if (focus) this.#scene.focus(node.id);
  }
}
