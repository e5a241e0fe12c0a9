/**
 * Conversations as one HTML file for people: nothing in it runs or is loaded, pictures are in it, and it is light or dark as the reader's system
 * is. Pure: what is said of them comes in the user's language, and the HTML of answers is made elsewhere.
 */
import { type Citation, citedAddress } from '../shared/citation.ts';
import { contextLabel } from '../shared/context.ts';
import { escapeHtml } from '../shared/escapeHtml.ts';
import { documentsOf, type Message, messageText, picturesOf } from '../shared/message.ts';
import type { Picture, PictureType } from '../shared/picture.ts';
import { hostOf } from '../shared/webAddress.ts';
import { headingOf, type MarkdownWords, sourcesOf } from './markdown.ts';

export interface HtmlWords extends MarkdownWords {
  /** Of the language that the words are in: "en". */
  readonly language: string;
  readonly time: (at: number) => string;
  /** What is said of a picture of which nothing is kept. */
  readonly noPicture: string;
  /** "report.pdf, page 3: “…”" */
  readonly citation: (citation: Citation) => string;
  /** Why a reply ended before its end; null for one that did not. */
  readonly ending: (message: Message) => string | null;
}

/** A part of the file, or a picture that has its place there. */
export type HtmlPart = string | { readonly picture: Picture };

export const htmlStyle = `
:root { color-scheme: light dark; --text: #1f1f1f; --back: #fff; --card: #f3f3f3; --muted: #5f5f5f; --line: #d0d0d0; --link: #005fb8; }
@media (prefers-color-scheme: dark) {
  :root { --text: #d8d8d8; --back: #1b1b1b; --card: #282828; --muted: #a3a3a3; --line: #454545; --link: #4daafc; }
}
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; background: var(--back); color: var(--text); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 2.5rem 0 1rem; }
article > h2 { font-size: 0.9rem; margin: 1.5rem 0 0.4rem; }
article > h2 > time { color: var(--muted); font-weight: normal; margin-left: 0.6em; }
article.user > div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.6rem 0.9rem; }
.said { white-space: pre-wrap; margin: 0; }
.said:empty { display: none; }
h3, h4, h5, h6 { font-size: 1.05rem; margin: 1.2rem 0 0.4rem; }
a { color: var(--link); }
code, pre, .md-html { font: 0.88em/1.45 ui-monospace, SFMono-Regular, Consolas, monospace; }
code, pre { background: var(--card); border-radius: 4px; }
code { padding: 0.1em 0.3em; }
pre { border: 1px solid var(--line); border-radius: 6px; padding: 0.7rem 0.9rem; margin: 0; overflow-x: auto; overflow-wrap: normal; tab-size: 4; }
pre > code { background: none; padding: 0; }
.md-html, .md-source { white-space: pre-wrap; }
.md-code { margin: 0.8rem 0; }
.md-code-language { color: var(--muted); font-size: 0.8rem; }
.md-lines { display: block; }
.md-table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: 0.3rem 0.6rem; text-align: start; }
[data-align="right"] { text-align: right; }
[data-align="center"] { text-align: center; }
blockquote { border-inline-start: 3px solid var(--line); margin: 0.8rem 0; padding-inline-start: 0.9rem; color: var(--muted); }
.md-tight p { margin: 0; }
ul:has(> li > p > input) { list-style: none; padding-inline-start: 1rem; }
figure { margin: 0.5rem 0; }
img { max-width: 100%; height: auto; border-radius: 4px; }
figcaption, .note, summary, .citations { color: var(--muted); font-size: 0.85rem; }
summary { cursor: pointer; }
details { margin-bottom: 0.4rem; }
details > pre { white-space: pre-wrap; }
hr { border: 0; border-top: 1px solid var(--line); margin: 1.5rem 0; }
`;

/** @param styleHash SHA-256 of `htmlStyle`, as base64: the policy lets in this style and no other */
export function htmlStart(title: string, words: HtmlWords, styleHash: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!DOCTYPE html>',
    `<html lang="${escapeHtml(words.language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${htmlStyle}</style>`,
    '</head>',
    '<body>',
    '',
  ].join('\n');
}

export const htmlEnd = '</body>\n</html>\n';

export function htmlTitle(title: string): string {
  return `<h1 dir="auto">${escapeHtml(title)}</h1>\n`;
}

/** A turn. @param answer the HTML of a reply's text */
export function htmlTurn(message: Message, answer: string, words: HtmlWords): HtmlPart[] {
  const who = headingOf(message, words);
  const time = `<time datetime="${isoTime(message.createdAt)}">${escapeHtml(words.time(message.createdAt))}</time>`;
  const ending = words.ending(message);
  return [
    `<article class="${message.role}">\n<h2>${escapeHtml(who)}${time}</h2>\n<div>\n`,
    ...attached(message, words),
    message.role === 'user' ? `<p class="said" dir="auto">${escapeHtml(messageText(message))}</p>\n` : `${answer}\n`,
    citations(message, words),
    ending === null ? '' : `<p class="note">${escapeHtml(ending)}</p>\n`,
    '</div>\n</article>\n',
  ];
}

function attached(message: Message, words: HtmlWords): HtmlPart[] {
  const pictures = picturesOf(message).map((picture) => ({ picture }));
  const documents = documentsOf(message).map((document) => `<p class="note">${escapeHtml(words.document(document))}</p>\n`);
  const context = message.blocks.flatMap((block) => {
    if (block.type === 'instruction') return [folded(block.title, block.text)];
    return block.type === 'context' ? [folded(contextLabel(block.item), block.item.text)] : [];
  });
  return [...pictures, ...documents, ...context];
}

/** What is before and after the base64 of a picture's bytes; for one of which nothing is kept, all that stands for it. */
export function htmlPicture(picture: Picture, type: PictureType | null, words: HtmlWords): readonly [before: string, after: string] {
  const { width, height, description, name } = picture;
  const caption = escapeHtml(words.picture(picture));
  if (type === null) return [`<p class="note">${caption}: ${escapeHtml(words.noPicture)}</p>\n`, ''];
  const image = `<img width="${width}" height="${height}" alt="${escapeHtml(description ?? name)}" src="data:${type};base64,`;
  return [`<figure>${image}`, `"><figcaption>${caption}</figcaption></figure>\n`];
}

function folded(label: string, text: string): string {
  return `<details><summary>${escapeHtml(label)}</summary><pre tabindex="0"><code dir="auto">${escapeHtml(text)}</code></pre></details>\n`;
}

function citations(message: Message, words: HtmlWords): string {
  const all = message.blocks.flatMap((block) => (block.type === 'text' ? (block.citations ?? []) : []));
  const items = all.map((citation) => `<li dir="auto">${escapeHtml(words.citation(citation))}${link(citedAddress(citation))}</li>`);
  if (items.length > 0) return `<ol class="citations">${items.join('')}</ol>\n`;
  const sources = sourcesOf(message.blocks).map(({ url, title }) => `<li dir="auto">${escapeHtml(title)}${link(url)}</li>`);
  return sources.length === 0 ? '' : `<p class="note">${escapeHtml(words.sources)}</p>\n<ul class="citations">${sources.join('')}</ul>\n`;
}

/** A link to a page of the web, by its host: that is where it leads, whatever its title says. */
function link(url: string | null): string {
  return url === null ? '' : ` <a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(hostOf(url))}</a>`;
}

/** Empty for what is no time that a calendar has. */
function isoTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
