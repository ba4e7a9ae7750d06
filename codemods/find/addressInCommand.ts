import { type NameFound, nameIn } from './nameIn';

/** An address among the words of a command: `curl -s https://…/imbot.message.add -d …`. */
export function addressInCommand(text: string, index: number): NameFound | undefined {
  const start = /[^\s'"]*$/.exec(text.slice(0, index))?.index ?? 0;
  const word = /^[^\s'"\\]*/.exec(text.slice(start))?.[0] ?? '';
  const found = nameIn(word, index - start);
  return found.role === 'url' ? found : undefined;
}
