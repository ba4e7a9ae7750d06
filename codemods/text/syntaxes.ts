/** How a language writes comments and texts, as far as a reader without its grammar needs. */
export interface TextSyntax {
  /** From here to the end of the line. */
  readonly line: readonly string[];
  readonly block: readonly (readonly [open: string, close: string])[];
  /** Longest first. */
  readonly quotes: readonly Quote[];
  /** What stands before the quote of a text with places for values. */
  readonly places?: RegExp;
}

export interface Quote {
  readonly open: string;
  readonly close: string;
  /** A backslash takes the next letter with it. */
  readonly escapes: boolean;
  /** May go over lines. */
  readonly lines: boolean;
  /** The quote doubled is the quote. */
  readonly doubled?: boolean;
  /** With more of these marks it opens, with as many it closes. */
  readonly grows?: boolean;
  /** As a statement of its own it says what the code is for. */
  readonly documents?: boolean;
}

const plain = (mark: string): Quote => ({ open: mark, close: mark, escapes: true, lines: false });
const raw = (open: string, close: string, doubled = false): Quote => ({
  open,
  close,
  escapes: false,
  lines: true,
  doubled,
});

const C_LIKE = { line: ['//'], block: [['/*', '*/']] } as const;

const SCRIPT: TextSyntax = {
  ...C_LIKE,
  quotes: [{ open: '`', close: '`', escapes: true, lines: true }, plain('"'), plain("'")],
};

/** By the ending of a file's name. */
const TEXT_SYNTAXES: Readonly<Record<string, TextSyntax>> = {
  py: {
    line: ['#'],
    block: [],
    places: /(?<!\w)(?:[ft]r?|r[ft])$/i,
    quotes: [
      { open: '"""', close: '"""', escapes: true, lines: true, documents: true },
      { open: "'''", close: "'''", escapes: true, lines: true, documents: true },
      plain('"'),
      plain("'"),
    ],
  },
  go: { ...C_LIKE, quotes: [raw('`', '`'), plain('"'), plain("'")] },
  cs: {
    ...C_LIKE,
    places: /\$@?$|@\$$/,
    quotes: [
      { ...raw('"""', '"""'), grows: true },
      raw('$@"', '"', true),
      raw('@$"', '"', true),
      raw('@"', '"', true),
      plain('"'),
      plain("'"),
    ],
  },
};

/** That of a file, which is JavaScript where nothing else is known. */
export function textSyntax(path: string): TextSyntax {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(TEXT_SYNTAXES, ending) ? TEXT_SYNTAXES[ending] : undefined) ?? SCRIPT;
}

/** Is the file of a language that is read as text only? */
export function isTextOnly(path: string): boolean {
  return /\.(?:py|go|cs)$/i.test(path);
}
