/** One mail: its subject, its text, and what is attached to it. MIME is read by postal-mime. */
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { addTo } from '../base/add-to.ts';
import { reasonOf } from '../base/contain.ts';
import { hasDiff } from './diff.ts';
import { bytesOf, isMailbox, lettersOf, splitMailbox } from './mbox.ts';

/** A file, or standard input, that mails are read from. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A mail as it was read. */
export interface Mail {
  readonly subject: string;
  readonly from: string;
  /** Without the angle brackets; empty where there is none. */
  readonly messageId: string;
  /** The text that the patch is in. */
  readonly text: string;
  /** What is odd with it, a sentence each, without a full stop. */
  readonly notes: readonly string[];
  /** Where it was read. */
  readonly source: MailSource;
}

/** Where a mail is: in a file, from a line on, counted from 0. Of one that is attached that is the mail around it. */
export interface MailSource {
  readonly name: string;
  readonly line: number;
}

/** How much is read. */
const MOST_MAILS = 2000;
const MOST_ATTACHED = 100;
const MOST_DEPTH = 3;

/** The mails in a mailbox, in a mail of its own, or the diff that a file is. */
export async function readMails({ name, bytes }: NamedBytes, depth = 0): Promise<readonly Mail[]> {
  const letters = lettersOf(bytes);
  if (letters.trim() === '') return [];
  if (isMailbox(letters)) return mailbox(name, letters, depth);
  if (HEADER.test(letters)) return readMail(bytes, { name, line: 0 }, depth);
  return [plain(name, decoded(bytes))];
}

/** The first line of a mail: the name of a header and a colon, which no line of a diff has. */
const HEADER = /^(?!Index:)[!-9;-~]+:[ \t]/;

async function mailbox(name: string, letters: string, depth: number): Promise<readonly Mail[]> {
  const mails: Mail[] = [];
  for (const each of splitMailbox(letters, MOST_MAILS))
    addTo(mails, await readMail(bytesOf(each.text), { name, line: each.line }, depth));
  const isCut = splitMailbox(letters, MOST_MAILS + 1).length > MOST_MAILS;
  return isCut ? [...mails, note(name, `${name} is read up to its mail number ${MOST_MAILS}`)] : mails;
}

/** A mail, or what is attached to it where that is mails. */
async function readMail(bytes: Uint8Array, source: MailSource, depth: number): Promise<readonly Mail[]> {
  let email: Email;
  try {
    email = await PostalMime.parse(bytes, { rfc822Attachments: true, maxNestingDepth: 20 });
  } catch (error) {
    return [note('', `a mail cannot be read: ${reasonOf(error)}`)];
  }
  const mail = withNote(mailOf(email, source), cutNote(email));
  if (hasDiff(mail.text)) return [withNote(mail, attachedToo(email))];
  const inside = await attached(email, mail, depth);
  return inside.length > 0 ? inside : [mail];
}

function mailOf(email: Email, source: MailSource): Mail {
  const notes = isFlowed(email) ? ['its text is format=flowed, whose lines were put together as that says'] : [];
  if (email.text === undefined && email.html !== undefined) notes.push('it has HTML alone, which is not read');
  return {
    subject: email.subject ?? '',
    from: email.from?.name || email.from?.address || '',
    messageId: (email.messageId ?? '').replace(/^<|>$/g, ''),
    text: email.text ?? '',
    notes,
    source,
  };
}

function isFlowed({ headers }: Email): boolean {
  return headers.some(({ key, value }) => key === 'content-type' && /;\s*format\s*=\s*"?flowed/i.test(value));
}

/** That more is attached than is looked at. */
function cutNote({ attachments }: Email): string | null {
  const { length } = attachments;
  return length > MOST_ATTACHED ? `of the ${length} files attached to it ${MOST_ATTACHED} are looked at` : null;
}

/** A diff in the text wins over those that are attached. */
function attachedToo({ attachments }: Email): string | null {
  const also = attachments.slice(0, MOST_ATTACHED).filter((each) => hasDiff(textOf(each))).length;
  if (also === 0) return null;
  return `it has a diff in its text, and ${also === 1 ? 'another attached, which is' : `${also} attached, which are`} left out`;
}

/** What is attached to a mail without a diff: mails, and diffs, which get the subject of the mail that they came with. */
async function attached({ attachments }: Email, around: Mail, depth: number): Promise<readonly Mail[]> {
  const found: Mail[] = [];
  if (depth >= MOST_DEPTH)
    return attachments.length === 0 ? [] : [withNote(around, `mails in each other are read ${MOST_DEPTH} deep`)];
  for (const each of attachments.slice(0, MOST_ATTACHED)) {
    const text = textOf(each);
    if (!hasDiff(text) && each.mimeType !== 'message/rfc822') continue;
    const name = each.filename ?? around.subject;
    const mails = await readMails({ name, bytes: contentOf(each) }, depth + 1);
    const isAlone = attachments.length === 1;
    addTo(
      found,
      mails.map((mail) => ({
        ...(mail.messageId === '' ? asPart(mail, around, isAlone) : mail),
        source: around.source,
      })),
    );
  }
  return found.filter((each) => hasDiff(each.text) || each.notes.length > 0);
}

/** A diff that is attached is known by the mail around it. */
function asPart(mail: Mail, around: Mail, isAlone: boolean): Mail {
  const isNamed = mail.from !== '' && mail.subject !== '';
  return {
    ...mail,
    subject: isNamed || !isAlone ? mail.subject : around.subject,
    from: around.from,
    messageId: around.messageId,
    notes: [...around.notes, ...mail.notes, 'its diff is attached'],
  };
}

function contentOf({ content }: Attachment): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

function textOf(attachment: Attachment): string {
  return /^(?:image|audio|video)\//.test(attachment.mimeType) ? '' : decoded(contentOf(attachment));
}

/** UTF-8, else a letter for each byte. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return lettersOf(bytes);
  }
}

function plain(name: string, text: string): Mail {
  return { subject: name, from: '', messageId: '', text, notes: [], source: { name, line: 0 } };
}

function note(name: string, text: string): Mail {
  return { ...plain(name, ''), notes: [text] };
}

function withNote(mail: Mail, text: string | null): Mail {
  return text === null ? mail : { ...mail, notes: [...mail.notes, text] };
}
