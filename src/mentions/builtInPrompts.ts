/** The prompts that come with Parley: what each is called, and what it asks. What it is about goes with it as context: see `ContextItem`. */
import type { PromptContent } from '../shared/context.ts';
import type { Translate } from '../shared/l10n.ts';
import type { PromptFile } from './promptFiles.ts';

export const promptNames = ['explain', 'fix', 'document', 'test', 'explainProblem', 'fixProblem', 'review', 'commit'] as const;
export type PromptName = (typeof promptNames)[number];

/** Where the answer is read. */
const sidebar = `The answer is read beside the code, in a narrow sidebar: short paragraphs and lists, no headline above it, no wide table, no repetition of code that is already there. Say nothing of what you were given or will do. Name places as path:line, such as src/a.ts:12.`;

/** How code has to come so that it can be put in its place. */
const usableCode = `Give code in one fenced block for each place, the language and then the file's path after the opening fence. Write out what changes with enough of the lines around it to find the place, indented as in the file; for longer parts that stay as they are, put a comment with "… existing code …".`;

const texts: Readonly<Record<PromptName, string>> = {
  explain: `Explain the code above to somebody who knows the language and does not know this code.

Begin with one sentence that says what it is for. Then say how it does it, in the order in which it happens, and why where that is not obvious. End with what a reader could trip over: edge cases, side effects, errors that pass unnoticed; leave that out if there is nothing. Explain imports, the signature and problems only where they matter for this code.

${sidebar}`,

  fix: `Find what is wrong with the code above and fix it. Begin with the problems that the editor reports for it, if any, then look for mistakes of your own finding: wrong results, unhandled cases, leaks, races. Leave style alone.

Say for each mistake in one sentence what it is and what it causes, then give the corrected code. If nothing is wrong, say so in one sentence and change nothing.

${usableCode}

${sidebar}`,

  document: `Write documentation for the code above: a comment of the kind that is usual in this language and, where it can be seen, in this file. Say what a caller has to know: what it is for, parameters and results with units and bounds, errors, side effects. Leave out what the names and types say already. Change no code.

Give the comment together with the line that it belongs to.

${usableCode}

${sidebar}`,

  test: `Write tests for the code above, with the test framework that the language and the imports suggest; name it in one sentence if you had to guess. Cover what it promises: the usual case, the edges, wrong input, errors. Each test checks one thing and is named after it. Do not test what the language itself guarantees, and replace nothing by a fake that can be used as it is.

Give one file that runs as it is, with its imports, and the path where it should be.

${usableCode}

${sidebar}`,

  explainProblem: `Explain the problem that the editor reports for the code above: what the message means, why it is raised exactly here, and what the ways to solve it are, the best one first. Show the changed lines of that one.

${usableCode}

${sidebar}`,

  fixProblem: `Fix the problem that the editor reports for the code above. Say in one sentence what causes it, then give the corrected code. Change as little as solves it at its cause; do not silence it. If the cause is in code that you cannot see, say which.

${usableCode}

${sidebar}`,

  review: `Review this code as a careful colleague would: faults first, then what is hard to read or to change. For each finding say where it is, what happens, and what to do instead; leave out matters of taste. If it is good, say so in a sentence.

${sidebar}`,

  commit: `Write the commit message for these changes: a first line of at most 70 characters that says what changes for its users, then, only if it is needed, a paragraph with the reason. Plain text in one code block, nothing else.`,
};

function titleOf(name: PromptName, t: Translate): string {
  switch (name) {
    case 'explain':
    case 'explainProblem':
      return t('Explain');
    case 'fix':
    case 'fixProblem':
      return t('Fix');
    case 'document':
      return t('Document');
    case 'test':
      return t('Write tests');
    case 'review':
      return t('Review');
    case 'commit':
      return t('Commit message');
  }
}

/** @param place what it is about, for people: "src/a.ts:10–24" */
export function builtInPrompt(name: PromptName, place: string, t: Translate): Pick<PromptContent, 'title' | 'text'> {
  return { title: `${titleOf(name, t)} · ${place}`, text: texts[name] };
}

/** Those that can be typed after `/`, in the order in which they are listed. */
export function builtInPrompts(t: Translate): readonly PromptFile[] {
  const prompt = (name: PromptName, description: string): PromptFile => ({
    ...{ name, title: titleOf(name, t), description, text: texts[name] },
    ...{ model: null, arguments: [] },
  });
  return [
    prompt('explain', t('What the code does, and why')),
    prompt('fix', t('What is wrong, and the changed code')),
    prompt('document', t('The comments that are missing')),
    prompt('test', t('Tests for the code')),
    prompt('review', t('Faults, and what is hard to change')),
    prompt('commit', t('A message for the changes')),
  ];
}
