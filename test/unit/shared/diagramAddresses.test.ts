/** Whether a diagram may name an address, as it stands or written in another way. */
import assert from 'node:assert/strict';
import { mayNameAddress } from '../../../src/shared/diagramAddresses.ts';

const named: readonly string[] = [
  'graph TD\nA@{ img: "https://evil.example/t.png" }',
  'graph TD\nA@{ img: "HTTPS:evil.example/t.png" }',
  'graph TD\nA@{ img: "//evil.example/t.png" }',
  'graph TD\nA@{ img: "/\n/evil.example/t.png" }',
  'graph TD\nA@{ img: "\\\\\\\\evil.example/t.png" }',
  'graph TD\nA@{ img: "ht\\\n  tps:evil.example" }',
  'graph TD\nA@{ img: "\\x68ttps\\x3aevil.example" }',
  'graph TD\nA@{ img: "\\u0068ttps\\u003aevil.example" }',
  'graph TD\nA["<img src=\'&#104;ttps&#58;evil.example\'>"]',
  'graph TD\nA["<img src=\'&sol;&sol;evil.example\'>"]',
  'graph TD\nA["<img src=\'#104;ttps#58;evil.example\'>"]',
  'graph TD\nA["<img src=\'#x2f;#x2f;evil.example\'>"]',
  'graph TD\nA["<img src=\'#sol;#sol;evil.example\'>"]',
  '%%{init: {"themeCSS": "*{background:url(\\2f\\2f evil.example)}"}}%%\ngraph TD\nA',
  '%%{init: {"themeCSS": "@import \'https://evil.example/a.css\';"}}%%\ngraph TD\nA',
];

const plain: readonly string[] = [
  'flowchart LR\n  question --> answer',
  'graph TD\nA["R&D<br/>Tea & milk"] -->|a/b| B[/in/] --> C[\\out\\] --> D{"1 &lt; 2 &amp; x #quot;y#quot;"}',
  'graph TD\nA["two\\nlines"]\nclassDef hot fill:#f96,stroke:#333;\nstyle A fill:#bbf;',
  'sequenceDiagram\n  A->>+B: GET /v1/messages?x=1\n  B-->>-A: 200: fine',
  'erDiagram\n  TEA ||--o{ CUP : fills',
  'classDiagram\n  Kettle <|-- Samovar\n  Kettle : +fill(int) bool',
  'gantt\n  dateFormat YYYY-MM-DD\n  title Tea\n  Boil :a1, 2026-11-22, 3m',
];

describe('the addresses of diagrams', () => {
  for (const text of named) it(`may be there: ${JSON.stringify(text)}`, () => assert.equal(mayNameAddress(text), true));
  for (const text of plain) it(`are not there: ${JSON.stringify(text)}`, () => assert.equal(mayNameAddress(text), false));
});
