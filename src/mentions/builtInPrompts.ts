/** The prompts that come with Parley. All of their words are here. */
import type { Translate } from '../shared/l10n.ts';
import type { PromptFile } from './promptFiles.ts';

/** What all of them ask for: the answer stands in a narrow column beside the code. */
const shape =
  'Keep it short: the answer is read in a narrow sidebar beside the code. No preamble and no summary at the end; name places as path:line.';

const texts = {
  explain: `Explain what this code does and why it is written that way. Begin with one sentence that says what it is for, then go through the parts that are not obvious, and end with what would surprise somebody who changes it, if there is anything. ${shape}`,
  fix: `Find what is wrong in this code and fix it. Say in one or two sentences what the cause is, then give the changed code, with as little changed as possible and in the style that is there. If nothing is wrong, say so. ${shape}`,
  document: `Write the documentation comments that this code lacks, in the language's own form and in the style of the comments that are there. Say what a caller has to know and cannot see from the signature; change no code. Give the whole code with its comments. ${shape}`,
  tests: `Write tests for this code with the test framework that the project uses. Cover what it is for, its bounds, and what can go wrong; leave out what only repeats the code. Give the whole test file, and say in a line what is not covered. ${shape}`,
  review: `Review this code as a careful colleague would: faults first, then what is hard to read or to change. For each finding say where it is, what happens, and what to do instead; leave out matters of taste. If it is good, say so in a sentence. ${shape}`,
  commit: `Write the commit message for these changes: a first line of at most 70 characters that says what changes for its users, then, only if it is needed, a paragraph with the reason. Plain text in one code block, nothing else.`,
} as const;

/** In the order in which they are listed. */
export function builtInPrompts(t: Translate): readonly PromptFile[] {
  const prompt = (name: keyof typeof texts, title: string, description: string): PromptFile => ({
    name,
    title,
    description,
    model: null,
    arguments: [],
    text: texts[name],
  });
  return [
    prompt('explain', t('Explain'), t('What the code does, and why')),
    prompt('fix', t('Fix'), t('What is wrong, and the changed code')),
    prompt('document', t('Document'), t('The comments that are missing')),
    prompt('tests', t('Write tests'), t('Tests for the code')),
    prompt('review', t('Review'), t('Faults, and what is hard to change')),
    prompt('commit', t('Commit message'), t('A message for the changes')),
  ];
}
