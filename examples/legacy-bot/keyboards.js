export const menuKeyboard = [
  { TEXT: 'Soup', COMMAND: 'order', COMMAND_PARAMS: 'soup', BG_COLOR: '#29619b', TEXT_COLOR: '#fff', DISPLAY: 'LINE' },
  {
    TEXT: 'Pizza',
    COMMAND: 'order',
    COMMAND_PARAMS: 'pizza',
    BG_COLOR: '#29619b',
    TEXT_COLOR: '#fff',
    DISPLAY: 'LINE',
  },
  { TYPE: 'NEWLINE' },
  { TEXT: 'What is this?', LINK: 'https://lunch.example/help', DISPLAY: 'BLOCK' },
];

export function orderKeyboard(number) {
  return { BUTTONS: [{ TEXT: 'Cancel', COMMAND: 'cancel', COMMAND_PARAMS: String(number), BG_COLOR: '#a00' }] };
}
