import assert from 'node:assert/strict';
import { pictureFileName } from '../../../src/host/pictureFileName.ts';

describe('the file name of a picture', () => {
  for (const [name, type, expected] of [
    ['Picture', 'image/png', 'Picture.png'],
    ['shot.PNG', 'image/png', 'shot.PNG'],
    ['phone.heic', 'image/jpeg', 'phone.jpg'],
    ['phone.jpeg', 'image/jpeg', 'phone.jpeg'],
    ['diagram.svg', 'image/png', 'diagram.png'],
    ['version 1.2', 'image/webp', 'version 1.2.webp'],
    ['../../etc/passwd', 'image/png', '-..-etc-passwd.png'],
    ['C:\\a\\b.png', 'image/png', 'C--a-b.png'],
    ['a\nb?.gif', 'image/gif', 'a-b-.gif'],
    ['...', 'image/png', 'picture.png'],
    ['.png', 'image/png', 'png.png'],
  ] as const) {
    it(`${JSON.stringify(name)} is saved as ${expected}`, () => assert.equal(pictureFileName({ name, type }), expected));
  }
});
