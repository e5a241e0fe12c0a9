import assert from 'node:assert/strict';
import { importsUsed } from '../../../src/context/importLines.ts';

/** What is used of a file's imports by its last line. */
function used(language: string, file: string): string[] {
  const lines = file.split('\n');
  return importsUsed(language, lines, lines.at(-1) ?? '', lines.length - 1, lines.length - 1);
}

describe('imports that a part uses', () => {
  const cases: readonly [name: string, language: string, file: string, expected: readonly string[]][] = [
    ['a default', 'typescript', "import fs from 'node:fs';\nimport os from 'node:os';\nfs.readFileSync(a)", ["import fs from 'node:fs';"]],
    ['a name among others', 'typescript', "import { a, b } from './x';\nb()", ["import { a, b } from './x';"]],
    ['a new name', 'typescript', "import { a as c } from './x';\nc()", ["import { a as c } from './x';"]],
    ['a namespace', 'typescript', "import * as vscode from 'vscode';\nvscode.window", ["import * as vscode from 'vscode';"]],
    ['a type', 'typescriptreact', "import type { T } from './t';\nlet a: T", ["import type { T } from './t';"]],
    ['over lines', 'javascript', "import {\n  a,\n  b,\n} from './x';\na", ["import {\n  a,\n  b,\n} from './x';"]],
    ['a name that stands in the path only', 'typescript', "import { a } from './used';\nused()", []],
    ['for its effects', 'typescript', "import './polyfill';\npolyfill()", []],
    ['when it is needed', 'typescript', "const a = await import('./a');\na", []],
    ['by require', 'javascript', "const { join } = require('path');\njoin(a)", ["const { join } = require('path');"]],
    ['nothing used', 'typescript', "import { a } from './x';\nconst ab = 1", []],
    ['a module', 'python', 'import os.path\nos.getcwd()', ['import os.path']],
    ['a module by another name', 'python', 'import numpy as np, sys\nnp.zeros(1)', ['import numpy as np, sys']],
    ['the module’s own name then not', 'python', 'import numpy as np\nnumpy', []],
    [
      'from a module',
      'python',
      'from os import (\n    path,  # join\n    sep as s,\n)\ns',
      ['from os import (\n    path,  # join\n    sep as s,\n)'],
    ],
    ['the module it is from', 'python', 'from os import path\nos', []],
    ['a path of Go', 'go', 'import "net/http"\nhttp.Get(a)', ['import "net/http"']],
    ['a version of Go', 'go', 'import "example.org/yaml/v3"\nyaml.Marshal(a)', ['import "example.org/yaml/v3"']],
    ['several of Go', 'go', 'import (\n\t"fmt"\n\tj "encoding/json"\n)\nj.Marshal(a)', ['import (\n\t"fmt"\n\tj "encoding/json"\n)']],
    ['a class', 'java', 'import java.util.List;\nimport java.util.Map;\nList<A> a', ['import java.util.List;']],
    ['an alias', 'csharp', 'using Json = System.Text.Json;\nJson.Parse(a)', ['using Json = System.Text.Json;']],
    ['a use', 'rust', 'use std::collections::{HashMap, HashSet};\nHashMap::new()', ['use std::collections::{HashMap, HashSet};']],
    ['a use of PHP', 'php', 'use App\\Models\\User;\nnew User()', ['use App\\Models\\User;']],
    ['a language without a rule', 'plaintext', 'import a\na', []],
    ['a name of every object', 'constructor', 'import a\na', []],
    ['one that never ends', 'typescript', `import {\n${'a,\n'.repeat(200)}b()`, []],
  ];
  for (const [name, language, file, expected] of cases) it(`${language}: ${name}`, () => assert.deepEqual(used(language, file), expected));

  it('are not those that are in the part already', () => {
    const lines = ["import { a } from './a';", "import { b } from './b';", 'a(b)'];
    assert.deepEqual(importsUsed('typescript', lines, lines.slice(1).join('\n'), 1, 2), ["import { a } from './a';"]);
  });
});
